import type { ClinicalReading } from '../../types.ts';

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

/** Micro-averaged over all items: finding or condition with its state, and what was said of relatives. */
export async function score(sentences: readonly Labelled[], read: (text: string) => Promise<ClinicalReading>): Promise<Score> {
  let hit = 0;
  let taken = 0;
  let wanted = 0;
  const errors: string[] = [];
  for (const sentence of sentences) {
    const reading = await read(sentence.aboutCalcium ? CONTEXT + sentence.text : sentence.text);
    const got = itemsOf(reading);
    const want = new Set(sentence.is);
    hit += [...got].filter((item) => want.has(item)).length;
    taken += got.size;
    wanted += want.size;
    const wrong = [...got].filter((item) => !want.has(item));
    const missed = [...want].filter((item) => !got.has(item));
    if (wrong.length + missed.length > 0)
      errors.push(`${sentence.text}\n    wrong: ${wrong.join(' ') || '-'}   missed: ${missed.join(' ') || '-'}`);
  }
  return {
    sentences: sentences.length,
    traps: sentences.filter((each) => each.trap).length,
    precision: hit / Math.max(1, taken),
    recall: hit / Math.max(1, wanted),
    errors,
  };
}

/** What a reading says, in the notation of the labels. */
export function itemsOf(reading: ClinicalReading): Set<string> {
  const items = new Set<string>();
  const sign = { present: '+', absent: '-', uncertain: '?' } as const;
  for (const each of reading.facts?.findings ?? []) items.add(sign[each.state] + each.finding);
  for (const each of reading.facts?.conditions ?? []) items.add(sign[each.state] + each.condition);
  for (const each of reading.facts?.extractions ?? []) {
    if (each.kind === 'family') items.add(`f:${each.id}`);
    if (each.kind === 'condition' && each.state === 'uncertain') items.add(`?${each.id}`);
  }
  return items;
}
