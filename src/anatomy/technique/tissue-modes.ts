import type { BitMask } from '../../kernels/types.ts';
import { type Coarse, forEachSet } from '../frame/index.ts';
import { modeOf } from './noise.ts';

/** The commonest HU of fat and of muscle in this scan; null when there is too little of it to see a peak. */
export interface TissueModes {
  readonly fatHu: number | null;
  readonly muscleHu: number | null;
}

const FAT_RANGE_HU = { low: -150, high: -50 };
const MUSCLE_RANGE_HU = { low: 5, high: 100 };
const BIN_HU = 2;
const FIRST_BIN_HU = -200;
const BINS = 200;
/** A tissue is there when its range holds at least this share of the body's voxels. */
const LEAST_SHARE = 0.01;

export function measureTissueModes(coarse: Coarse, body: BitMask): TissueModes {
  const histogram = new Float64Array(BINS);
  const [nx, ny] = coarse.size;
  let voxels = 0;
  forEachSet(body, (i, j, k) => {
    const bin = Math.floor((coarse.hu[i + nx * (j + ny * k)] - FIRST_BIN_HU) / BIN_HU);
    voxels++;
    if (bin >= 0 && bin < BINS) histogram[bin]++;
  });
  const peak = (range: { low: number; high: number }): number | null => {
    const from = Math.floor((range.low - FIRST_BIN_HU) / BIN_HU);
    const to = Math.floor((range.high - FIRST_BIN_HU) / BIN_HU);
    let inside = 0;
    for (let bin = from; bin <= to; bin++) inside += histogram[bin];
    if (inside < LEAST_SHARE * voxels || inside === 0) return null;
    return FIRST_BIN_HU + (modeOf(histogram, { from, to }) + 0.5) * BIN_HU;
  };
  return { fatHu: peak(FAT_RANGE_HU), muscleHu: peak(MUSCLE_RANGE_HU) };
}
