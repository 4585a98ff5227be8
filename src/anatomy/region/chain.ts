/** A row of levels that slices can only pass in one order. */
export interface Chain<Level extends string> {
  readonly levels: readonly Level[];
  /** Score of each level for one slice, per mm. */
  readonly score: (slice: number) => readonly number[];
}

/** Cost of going on to the next level, and of each level left out, in mm of a well-fitting slice. */
const CHANGE_COST = 12;
const SKIP_COST = 40;

/**
 * The likeliest level of each slice when slices `order` (first to last) may only move forward along the chain: Viterbi.
 * Scores are weighted by slice thickness, so that the answer does not depend on it.
 */
export function bestChain<Level extends string>(
  chain: Chain<Level>,
  slices: { readonly order: readonly number[]; readonly sliceMm: number },
): { levels: Level[]; score: number } {
  const { order, sliceMm } = slices;
  const n = chain.levels.length;
  let best: number[] = [];
  const back: number[][] = [];
  order.forEach((slice, step) => {
    const scores = chain.score(slice);
    if (step === 0) {
      best = scores.map((value) => value * sliceMm);
      return;
    }
    const here: number[] = [];
    const from: number[] = [];
    for (let level = 0; level < n; level++) {
      let top = Number.NEGATIVE_INFINITY;
      let topAt = 0;
      for (let before = 0; before <= level; before++) {
        const value = best[before] - (before === level ? 0 : CHANGE_COST + SKIP_COST * (level - before - 1));
        if (value > top) {
          top = value;
          topAt = before;
        }
      }
      here.push(top + scores[level] * sliceMm);
      from.push(topAt);
    }
    best = here;
    back.push(from);
  });
  if (order.length === 0) return { levels: [], score: Number.NEGATIVE_INFINITY };
  const score = Math.max(...best);
  let at = best.indexOf(score);
  const levels: Level[] = [chain.levels[at]];
  for (let step = back.length - 1; step >= 0; step--) {
    at = back[step][at];
    levels.push(chain.levels[at]);
  }
  return { levels: levels.reverse(), score };
}

/** Penalty for a measure off its typical value, at most 4. */
export const near = (value: number, centre: number, width: number): number => -Math.min(4, ((value - centre) / width) ** 2);
