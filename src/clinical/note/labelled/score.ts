import { ancestors } from '../../../knowledge/index.ts';
import type { Knowledge } from '../../../knowledge/types.ts';
import type { ClinicalReading } from '../../types.ts';
import { CONCLUDED } from '../extent.ts';

/** A sentence with what a reader should take from it. */
export interface Labelled {
  readonly text: string;
  readonly is: readonly string[];
  readonly trap?: boolean;
  /** Left out: the label itself is open to argument. */
  readonly skip?: boolean;
  /** The sentence follows one that spoke of calcification. */
  readonly aboutCalcium?: boolean;
}

export interface Score {
  readonly sentences: number;
  readonly traps: number;
  readonly precision: number;
  readonly recall: number;
  readonly errors: readonly string[];
}

const CONTEXT = 'Calcinosis is known.\n\n';

/**
 * Same sign, and the same term or one that lies under or above it: `site-thigh-left` where `site-thigh` was wanted. The
 * vocabulary grows; labels need not follow each step.
 */
function agrees(a: string, b: string, knowledge: Knowledge): boolean {
  if (a === b) return true;
  const [signA, idA] = [a.replace(/[a-z].*$/, ''), a.replace(/^[^a-z]*/, '')];
  const [signB, idB] = [b.replace(/[a-z].*$/, ''), b.replace(/^[^a-z]*/, '')];
  if (signA !== signB || a.startsWith('f:') || b.startsWith('f:')) return false;
  return ancestors(knowledge, idA).includes(idB) || ancestors(knowledge, idB).includes(idA);
}

/** Micro-averaged over all items: finding or condition with its state, and what was said of relatives. */
export async function score(
  sentences: readonly Labelled[],
  read: (text: string) => Promise<ClinicalReading>,
  knowledge: Knowledge,
): Promise<Score> {
  let right = 0;
  let found = 0;
  let taken = 0;
  let wanted = 0;
  const errors: string[] = [];
  for (const sentence of sentences) {
    const reading = await read(sentence.aboutCalcium ? CONTEXT + sentence.text : sentence.text);
    const got = itemsOf(reading);
    const want = new Set(sentence.is);
    const wrong = [...got].filter((item) => ![...want].some((each) => agrees(item, each, knowledge)));
    const missed = [...want].filter((item) => ![...got].some((each) => agrees(item, each, knowledge)));
    right += got.size - wrong.length;
    taken += got.size;
    found += want.size - missed.length;
    wanted += want.size;
    if (wrong.length + missed.length > 0)
      errors.push(`${sentence.text}\n    wrong: ${wrong.join(' ') || '-'}   missed: ${missed.join(' ') || '-'}`);
  }
  return {
    sentences: sentences.length,
    traps: sentences.filter((each) => each.trap).length,
    precision: right / Math.max(1, taken),
    recall: found / Math.max(1, wanted),
    errors,
  };
}

/** What a reading says, in the notation of the labels. */
export function itemsOf(reading: ClinicalReading): Set<string> {
  const items = new Set<string>();
  // What is concluded from the places named was not said, and is not scored as said.
  const concluded = new Set((reading.facts?.extractions ?? []).filter((each) => each.cue === CONCLUDED).map((each) => each.id));
  const sign = { present: '+', absent: '-', uncertain: '?' } as const;
  for (const each of reading.facts?.findings ?? []) if (!concluded.has(each.finding)) items.add(sign[each.state] + each.finding);
  for (const each of reading.facts?.conditions ?? []) items.add(sign[each.state] + each.condition);
  for (const each of reading.facts?.extractions ?? []) {
    if (each.kind === 'family') items.add(`f:${each.id}`);
    if (each.kind === 'condition' && each.state === 'uncertain') items.add(`?${each.id}`);
  }
  return items;
}
