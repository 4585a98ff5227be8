/** A step between 0 and 1 that passes 0.5 at `at`; `width` is the distance from there to about 0.73. */
export const rises = (value: number, at: number, width: number): number => 1 / (1 + Math.exp(-(value - at) / width));
export const falls = (value: number, at: number, width: number): number => 1 - rises(value, at, width);

/** Scores to probabilities that sum to 1, in the order of the names; members below 0.5 % are dropped. */
export function normalise<Name extends string>(scores: Readonly<Partial<Record<Name, number>>>): Partial<Record<Name, number>> {
  const names = Object.keys(scores) as Name[];
  const total = names.reduce((sum, name) => sum + Math.max(0, scores[name] ?? 0), 0);
  const kept = names.filter((name) => (scores[name] ?? 0) > 0.005 * total);
  const left = kept.reduce((sum, name) => sum + (scores[name] ?? 0), 0);
  const out: Partial<Record<Name, number>> = {};
  for (const name of kept) out[name] = (scores[name] ?? 0) / left;
  return out;
}
