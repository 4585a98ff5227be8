import type { Vector3 } from '../../core/index.ts';
import { wholeGrid } from '../mask/index.ts';
import type { BitMask, Box } from '../types.ts';

export type DistanceOptions = { spacingMm: Vector3; capMm: number; box?: Box; step?: number };

/** What both implementations work from. */
export interface DistancePlan {
  readonly box: Box;
  readonly step: number;
  /** Samples along each axis. */
  readonly size: Vector3;
  /** Rows and slices that can matter: the box grown by the cap, within the grid. */
  readonly rows: { readonly low: number; readonly high: number };
  readonly slices: { readonly low: number; readonly high: number };
  /** (n * spacing)^2 as float32, n = 0 .. grid length, per axis, mm2. */
  readonly squares: readonly [Float32Array, Float32Array, Float32Array];
  readonly capMm: number;
  readonly capSquared: number;
}

function squaresOf(spacingMm: number, length: number): Float32Array {
  const squares = new Float32Array(length);
  for (let n = 0; n < length; n++) squares[n] = n * spacingMm * (n * spacingMm);
  return squares;
}

/** @throws RangeError when the box leaves the grid, step is not a positive integer, or cap or spacing are no lengths: a caller's bug. */
export function planDistance(mask: BitMask, options: DistanceOptions): DistancePlan {
  const box = options.box ?? wholeGrid(mask.size);
  const step = options.step ?? 1;
  if (!(Number.isInteger(step) && step > 0)) throw new RangeError(`step ${step} is not a positive integer`);
  if (!(options.capMm >= 0 && options.spacingMm.every((spacing) => spacing > 0)))
    throw new RangeError(`a cap of ${options.capMm} mm on voxels of ${options.spacingMm.join(' x ')} mm cannot be used`);
  for (let axis = 0; axis < 3; axis++)
    if (!(box.low[axis] >= 0 && box.low[axis] <= box.high[axis] && box.high[axis] < mask.size[axis]))
      throw new RangeError(`box ${box.low.join(',')}..${box.high.join(',')} leaves the grid of ${mask.size.join('x')}`);
  const { spacingMm, capMm } = options;
  const size = box.low.map((low, axis) => Math.floor((box.high[axis] - low) / step) + 1) as unknown as Vector3;
  const window = (axis: 1 | 2): { low: number; high: number } => {
    const margin = Math.min(mask.size[axis], Math.floor(capMm / spacingMm[axis]));
    return { low: Math.max(0, box.low[axis] - margin), high: Math.min(mask.size[axis] - 1, box.high[axis] + margin) };
  };
  const squares = [0, 1, 2].map((axis) => squaresOf(spacingMm[axis], mask.size[axis] + 1)) as [Float32Array, Float32Array, Float32Array];
  return {
    box,
    step,
    size,
    rows: window(1),
    slices: window(2),
    squares,
    capMm: Math.fround(capMm),
    capSquared: Math.fround(capMm * capMm),
  };
}
