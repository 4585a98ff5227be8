import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sharedPath } from '../../../test/shared.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../index.ts';
import { contained, lexiconOf, lookUp } from '../lexicon/index.ts';
import { itemsOf } from './labelled/score.ts';

interface PublishedCase {
  readonly id: string;
  readonly vignette: string;
  readonly patient: { readonly age_years?: number; readonly sex?: string };
  readonly history: readonly string[];
  readonly exam: readonly string[];
  readonly medications_procedures: readonly string[];
  readonly labs: readonly { readonly test: string; readonly value?: string | number; readonly unit?: string; readonly flag?: string }[];
  readonly imaging: {
    readonly sites?: readonly string[];
    readonly compartments?: readonly string[];
    readonly morphology?: readonly string[];
  };
}

const path = sharedPath('cases/published_cases.json');
const knowledge = loadKnowledge();
const lexicon = lexiconOf(knowledge);
const read = async (name: string, text: string): Promise<Set<string>> => itemsOf(await readClinical([{ name, text }], knowledge));

/** The listed facts of a case in the vocabulary's words; what has no word there cannot be recalled and is not counted. */
async function listedFacts(each: PublishedCase): Promise<Record<string, Set<string>>> {
  const named = (words: readonly string[] | undefined, category: string): Set<string> => {
    const found = new Set<string>();
    for (const word of words ?? []) {
      const plain = word.replace(/\b(left|right|both|bilateral|upper|lower|inner|outer|medial|lateral)\b/gi, ' ');
      const entry = lookUp(lexicon, plain, ['finding'], [category]).entry ?? contained(lexicon, plain, ['finding'], [category]);
      if (entry?.category === category) found.add(`+${entry.id}`);
    }
    return found;
  };
  const labs = { patient: { age: `${each.patient.age_years ?? 40} y`, sex: each.patient.sex }, labs: each.labs };
  const graded = each.labs.length > 0 ? await read('labs.json', JSON.stringify(labs)) : new Set<string>();
  const prose = await read(
    'facts.txt',
    [...each.history, ...each.exam, ...each.medications_procedures].map((line) => `- ${line}.`).join('\n'),
  );
  return {
    labs: new Set([...graded].filter((item) => item.includes('lab-'))),
    sites: named(each.imaging.sites, 'site'),
    compartments: named(each.imaging.compartments, 'compartment'),
    morphology: named(each.imaging.morphology, 'morph'),
    history: new Set([...prose].filter((item) => !/site-|compartment-|morph-|dist-|lab-/.test(item))),
  };
}

it.skipIf(path === null)('recalls what published cases list from their vignettes', async () => {
  const cases = JSON.parse(readFileSync(path!, 'utf8')) as PublishedCase[];
  const counts: Record<string, { listed: number; found: number }> = {};
  let ages = 0;
  let sexes = 0;
  for (const each of cases) {
    const reading = await readClinical([{ name: 'vignette.txt', text: each.vignette }], knowledge);
    const got = itemsOf(reading);
    const missed: string[] = [];
    for (const [group, items] of Object.entries(await listedFacts(each))) {
      counts[group] ??= { listed: 0, found: 0 };
      for (const item of items) {
        counts[group].listed++;
        if (got.has(item) || foundNarrower(item, got)) counts[group].found++;
        else missed.push(item);
      }
    }
    const age = reading.facts?.patient.ageYears ?? null;
    if (each.patient.age_years !== undefined && age !== null && Math.abs(age - each.patient.age_years) < 1) ages++;
    if (reading.facts?.patient.sex === each.patient.sex) sexes++;
    if (process.env['SHOW_ERRORS']) console.log(each.id, each.vignette, '\n   got', [...got].join(' '), '\n   MISSED', missed.join(' '));
  }
  const total = Object.values(counts).reduce((sum, each) => ({ listed: sum.listed + each.listed, found: sum.found + each.found }));
  const lines = Object.entries({ ...counts, total }).map(
    ([group, { listed, found }]) => `${group}: ${found} of ${listed} (${(found / listed).toFixed(2)})`,
  );
  console.log(`${cases.length} vignettes; age ${ages}, sex ${sexes}\n${lines.join('\n')}`);
  expect(total.found / total.listed).toBeGreaterThan(0.6);
});

/** A child of the listed finding says it too (a finger is a hand). */
function foundNarrower(item: string, got: ReadonlySet<string>): boolean {
  if (!item.startsWith('+')) return false;
  return [...got].some((each) => {
    if (!each.startsWith('+')) return false;
    const queue = [each.slice(1)];
    for (let at = 0; at < queue.length && at < 20; at++) {
      if (queue[at] === item.slice(1)) return true;
      queue.push(...(knowledge.terms.get(queue[at])?.parents ?? []));
    }
    return false;
  });
}
