import type { Lesion } from '../../lesions/types.ts';
import { type Kind, round } from '../analysis/round.ts';

type Measured = Pick<Lesion, 'id' | 'number' | 'volumeMm3' | 'longestDiameterMm' | 'surfaceMm2' | 'meanHu' | 'depthFromSkinMm'>;

/** As the result states it: whoever has only the result finds the same lesion. */
const stated = (kind: Kind, value: number): number => round(kind, value);

interface Feature {
  readonly of: (lesion: Measured) => number | null;
  /** A difference that nobody would call one: a spread below it (rounding, repeatability) is not blown up to a full one. */
  readonly least: number;
}

/** 5 % of a ratio. */
const LEAST_RATIO = 0.05;

/** What is measured of size, shape, density and depth. Sizes spread over decades, so their logarithms are compared. */
const FEATURES: readonly Feature[] = [
  { of: (lesion) => Math.log(stated('mm3', lesion.volumeMm3)), least: LEAST_RATIO },
  // the least for a ball, more for a long or jagged one
  { of: (lesion) => Math.log(stated('mm', lesion.longestDiameterMm) ** 3 / stated('mm3', lesion.volumeMm3)), least: LEAST_RATIO },
  { of: (lesion) => Math.log(stated('mm2', lesion.surfaceMm2) ** 1.5 / stated('mm3', lesion.volumeMm3)), least: LEAST_RATIO },
  { of: (lesion) => stated('hu', lesion.meanHu), least: 10 },
  { of: (lesion) => (lesion.depthFromSkinMm === null ? null : stated('mm', lesion.depthFromSkinMm)), least: 1 },
];

/** Zero mean, unit standard deviation; what is not known stands at the mean. */
function standardised(values: readonly (number | null)[], least: number): Float64Array {
  const known = values.filter((each): each is number => each !== null && Number.isFinite(each));
  const mean = known.reduce((total, each) => total + each, 0) / Math.max(1, known.length);
  const spread = Math.sqrt(known.reduce((total, each) => total + (each - mean) ** 2, 0) / Math.max(1, known.length));
  return Float64Array.from(values, (each) => (each === null || !Number.isFinite(each) ? 0 : (each - mean) / Math.max(spread, least)));
}

/** Fewer have no middle. */
const LEAST_MEMBERS = 3;

/**
 * The most typical lesion of a group: its medoid (Kaufman & Rousseeuw 1990), the member with the least summed Euclidean distance to
 * all others in standardised features; ties go to the lower number. Null for fewer than three.
 */
export function typicalOf<Of extends Measured>(lesions: readonly Of[]): Of | null {
  if (lesions.length < LEAST_MEMBERS) return null;
  const columns = FEATURES.map(({ of, least }) => standardised(lesions.map(of), least));
  const sums = new Float64Array(lesions.length);
  for (let a = 0; a < lesions.length; a++)
    for (let b = a + 1; b < lesions.length; b++) {
      let square = 0;
      for (const column of columns) square += (column[a] - column[b]) ** 2;
      const distance = Math.sqrt(square);
      sums[a] += distance;
      sums[b] += distance;
    }
  return lesions.reduce((best, each, at) => {
    const difference = sums[at] - sums[lesions.indexOf(best)];
    return difference < 0 || (difference === 0 && each.number < best.number) ? each : best;
  });
}
