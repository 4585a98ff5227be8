import type { Vector3 } from '../../core/index.ts';

/** A connected bright piece that may be a calcification. */
export interface Candidate {
  /** Grid offsets, ascending. */
  readonly voxels: Int32Array;
  readonly low: Vector3;
  readonly high: Vector3;
  readonly maxHu: number;
  readonly meanHu: number;
  /** The threshold that made it; above the scan's own where enhanced blood lies about it. */
  readonly thresholdHu: number;
  /** Share of its voxels that were cut off from bone. */
  readonly cutShare: number;
}

/** Makes a candidate from ascending grid offsets. */
export function candidateOf(
  voxels: Int32Array,
  source: { hu: Int16Array; size: Vector3; thresholdHu: number; cutShare?: number },
): Candidate {
  const { hu, size } = source;
  const low: [number, number, number] = [size[0], size[1], size[2]];
  const high: [number, number, number] = [0, 0, 0];
  let maxHu = -32768;
  let sum = 0;
  for (let n = 0; n < voxels.length; n++) {
    const offset = voxels[n];
    const value = hu[offset];
    sum += value;
    if (value > maxHu) maxHu = value;
    const i = offset % size[0];
    const rest = (offset - i) / size[0];
    const j = rest % size[1];
    const k = (rest - j) / size[1];
    if (i < low[0]) low[0] = i;
    if (j < low[1]) low[1] = j;
    if (k < low[2]) low[2] = k;
    if (i > high[0]) high[0] = i;
    if (j > high[1]) high[1] = j;
    if (k > high[2]) high[2] = k;
  }
  return {
    voxels,
    low,
    high,
    maxHu,
    meanHu: sum / Math.max(1, voxels.length),
    thresholdHu: source.thresholdHu,
    cutShare: source.cutShare ?? 0,
  };
}

/** Position of a grid offset. */
export function indexOf(offset: number, size: Vector3): Vector3 {
  const i = offset % size[0];
  const rest = (offset - i) / size[0];
  const j = rest % size[1];
  return [i, j, (rest - j) / size[1]];
}
