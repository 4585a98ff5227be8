import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadKnowledge } from '../../../knowledge/index.ts';
import { readClinical } from '../../index.ts';
import { type Labelled, type Score, score } from './score.ts';

const knowledge = loadKnowledge();
const load = (name: string): Labelled[] => parse(readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')) as Labelled[];

async function measure(name: string): Promise<Score> {
  const sentences = load(name).filter((each) => each.skip !== true);
  const read = async (text: string): Promise<Awaited<ReturnType<typeof readClinical>>> =>
    readClinical([{ name: 'note.txt', text }], knowledge);
  return score(sentences, read, knowledge);
}

it('takes from the sentences what a reader takes', async () => {
  const result = await measure('sentences.yaml');
  console.log(
    `sentences ${result.sentences}, traps ${result.traps}, precision ${result.precision.toFixed(3)}, recall ${result.recall.toFixed(3)}`,
  );
  if (process.env['SHOW_ERRORS']) console.log(result.errors.join('\n'));
  expect(result.sentences).toBeGreaterThanOrEqual(150);
  expect(result.traps / result.sentences).toBeGreaterThanOrEqual(0.5);
  expect(result.precision).toBeGreaterThanOrEqual(0.95);
  expect(result.recall).toBeGreaterThanOrEqual(0.85);
});

it('keeps most of it on sentences that were written after the rules', async () => {
  const result = await measure('heldout.yaml');
  console.log(`held out ${result.sentences}, precision ${result.precision.toFixed(3)}, recall ${result.recall.toFixed(3)}`);
  if (process.env['SHOW_ERRORS']) console.log(result.errors.join('\n'));
  expect(result.precision).toBeGreaterThanOrEqual(0.8);
  expect(result.recall).toBeGreaterThanOrEqual(0.7);
});

it('holds on sentences that nothing was mended for', async () => {
  const result = await measure('unseen.yaml');
  console.log(`unseen ${result.sentences}, precision ${result.precision.toFixed(3)}, recall ${result.recall.toFixed(3)}`);
  if (process.env['SHOW_ERRORS']) console.log(result.errors.join('\n'));
  expect(result.precision).toBeGreaterThanOrEqual(0.8);
  expect(result.recall).toBeGreaterThanOrEqual(0.7);
});
