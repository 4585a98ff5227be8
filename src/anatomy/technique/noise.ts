import type { BitMask } from '../../kernels/types.ts';
import { type Frame, isSet } from '../frame/index.ts';

/** Patches of about this width are looked at; small enough to lie in one tissue. */
const PATCH_MM = 10;
const PATCH_VOXELS = { least: 5, most: 13 };
/** About so many patches are enough for a histogram. */
const PATCHES_WANTED = 30_000;
/** Soft tissue and fat; lung texture, bone and contrast are not noise. */
const TISSUE_HU = { low: -160, high: 140 };
const HISTOGRAM = { binHu: 0.5, bins: 400 };
/** A mode needs patches. */
const LEAST_PATCHES = 40;

/**
 * Noise as the commonest local standard deviation (global noise level: Christianson et al., AJR 2015;205:W93): the
 * standard deviation about a fitted plane in small in-slice patches of soft tissue or fat, mode of its histogram. HU;
 * null when the volume holds no homogeneous tissue.
 */
export function measureNoise(frame: Frame, body: BitMask): number | null {
  const wide = noiseAt(frame, body, PATCH_MM);
  const narrow = noiseAt(frame, body, NARROW_PATCH_MM);
  if (wide === null || narrow === null) return wide ?? narrow;
  // In thin parts (a hand) no wide patch lies within one tissue; narrow ones lose a little of grainy noise to the fit.
  return narrow * NARROW_ALLOWANCE < wide ? narrow : wide;
}
const NARROW_PATCH_MM = 5;
const NARROW_ALLOWANCE = 1.25;

function noiseAt(frame: Frame, body: BitMask, patchMm: number): number | null {
  const { hu, grid, coarse } = frame;
  const [nx, ny, nz] = grid.size;
  const side = Math.min(PATCH_VOXELS.most, Math.max(PATCH_VOXELS.least, Math.round(patchMm / grid.spacingMm[0])));
  const perSlice = Math.floor(nx / side) * Math.floor(ny / side);
  const sliceStep = Math.max(1, Math.floor((perSlice * nz) / (4 * PATCHES_WANTED)));
  const histogram = new Float64Array(HISTOGRAM.bins);
  let patches = 0;
  for (let k = 0; k < nz; k += sliceStep) {
    const c = Math.floor(k / coarse.factor[2]);
    for (let j = 0; j + side <= ny; j += side)
      for (let i = 0; i + side <= nx; i += side) {
        const middle = [Math.floor((i + side / 2) / coarse.factor[0]), Math.floor((j + side / 2) / coarse.factor[1])];
        if (!isSet(body, middle[0], middle[1], c)) continue;
        const deviation = patchDeviation(hu, { offset: i + nx * (j + ny * k), nx, side });
        if (deviation === null) continue;
        patches++;
        histogram[Math.min(HISTOGRAM.bins - 1, Math.floor(deviation / HISTOGRAM.binHu))]++;
      }
  }
  if (patches < LEAST_PATCHES) return null;
  return (modeOf(histogram) + 0.5) * HISTOGRAM.binHu;
}

/** Standard deviation about the least-squares plane; null when a corner or the mean lies outside the tissue range. */
function patchDeviation(hu: Int16Array, patch: { offset: number; nx: number; side: number }): number | null {
  const { offset, nx, side } = patch;
  const half = (side - 1) / 2;
  let sum = 0;
  let squares = 0;
  let sumX = 0;
  let sumY = 0;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const value = hu[offset + x + nx * y];
      if (value < 3 * TISSUE_HU.low || value > 4 * TISSUE_HU.high) return null;
      sum += value;
      squares += value * value;
      sumX += value * (x - half);
      sumY += value * (y - half);
    }
  const count = side * side;
  const mean = sum / count;
  if (mean < TISSUE_HU.low || mean > TISSUE_HU.high) return null;
  // Sum of (x - half)^2 over the patch = side^2 (side^2 - 1) / 12.
  const lever = (count * (count - 1)) / 12;
  const residual = squares - count * mean * mean - (sumX * sumX + sumY * sumY) / lever;
  return Math.sqrt(Math.max(0, residual) / (count - 3));
}

/** Index of the highest value after a five-bin triangular smoothing. */
export function modeOf(histogram: Float64Array, range?: { from: number; to: number }): number {
  const from = Math.max(0, range?.from ?? 0);
  const to = Math.min(histogram.length - 1, range?.to ?? histogram.length - 1);
  let best = from;
  let top = -1;
  for (let bin = from; bin <= to; bin++) {
    const at = (b: number): number => (b < 0 || b >= histogram.length ? 0 : histogram[b]);
    const value = at(bin - 2) + 2 * at(bin - 1) + 3 * at(bin) + 2 * at(bin + 1) + at(bin + 2);
    if (value > top) {
      top = value;
      best = bin;
    }
  }
  return best;
}
