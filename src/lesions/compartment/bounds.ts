import type { Field } from './field.ts';
import { FIELD_REACH_MM } from './field.ts';

/** The soft tissue that a lesion lies in, as rays from its middle see it end in fat, air or bone. */
export interface Bounds {
  /** Share of the rays that end in fat within reach. */
  readonly closed: number;
  /** Shortest, middle and longest of the diameters through the lesion's middle, mm; open ones count as the whole reach. */
  readonly shortMm: number;
  readonly middleMm: number;
  readonly longMm: number;
  /** Mean HU of the soft tissue on the rays; NaN without any. */
  readonly hu: number;
  /** Soft tissue between the lesion's halo and the fat: median over the rays, mm. */
  readonly rimMm: number;
  /** Share of the rays that cross soft tissue at all. */
  readonly lean: number;
}

/** Pairs of opposite rays. */
const PAIRS = 40;

/** Follows rays outward from the lesion until they reach what is darker than `leanHu`. */
export function boundsOf(field: Field, leanHu: number): Bounds {
  const { side, stepMm } = field;
  const half = (side - 1) / 2;
  const most = Math.floor(FIELD_REACH_MM / stepMm);
  let [closed, sum, count] = [0, 0, 0];
  const diameters: number[] = [];
  const rims: number[] = [];
  for (let n = 0; n < PAIRS; n++) {
    const z = 1 - (n + 0.5) / PAIRS;
    const r = Math.sqrt(1 - z * z);
    const turn = n * Math.PI * (3 - Math.sqrt(5));
    let diameter = 0;
    for (const sign of [1, -1]) {
      const [x, y] = [sign * r * Math.cos(turn), sign * r * Math.sin(turn)];
      let end = most;
      let rim = 0;
      let shut = 0;
      for (let t = 1; t <= most; t++) {
        const value = smooth(field, half + Math.round(t * x), { j: half + Math.round(t * y), k: half + Math.round(t * sign * z) });
        if (Number.isNaN(value)) continue;
        if (value < leanHu) {
          end = t;
          shut = 1;
          break;
        }
        rim++;
        sum += value;
        count++;
      }
      closed += shut;
      rims.push(rim * stepMm);
      diameter += end * stepMm;
    }
    diameters.push(diameter);
  }
  diameters.sort((a, b) => a - b);
  rims.sort((a, b) => a - b);
  return {
    closed: closed / (2 * PAIRS),
    shortMm: diameters[2],
    middleMm: diameters[PAIRS >> 1],
    longMm: diameters[PAIRS - 2],
    hu: count > 0 ? sum / count : Number.NaN,
    rimMm: rims[PAIRS],
    lean: rims.filter((each) => each > 0).length / rims.length,
  };
}

/** Mean of the valid voxels among the 27 about one; NaN where that one itself is not valid. */
function smooth(field: Field, i: number, at: { j: number; k: number }): number {
  const { side, hu } = field;
  const { j, k } = at;
  if (i < 1 || j < 1 || k < 1 || i >= side - 1 || j >= side - 1 || k >= side - 1) return Number.NaN;
  if (Number.isNaN(hu[i + side * (j + side * k)])) return Number.NaN;
  let [sum, n] = [0, 0];
  for (let c = k - 1; c <= k + 1; c++)
    for (let b = j - 1; b <= j + 1; b++) {
      const base = side * (b + side * c);
      for (let a = i - 1; a <= i + 1; a++) {
        const value = hu[base + a];
        if (Number.isNaN(value)) continue;
        sum += value;
        n++;
      }
    }
  return sum / n;
}
