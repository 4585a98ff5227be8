import type { Vector3 } from '../../core/index.ts';
import { createMask, fitsSize, setThresholdBits } from '../mask/index.ts';
import type { BitMask } from '../types.ts';
import { gaussianWeights, mirrored, WEIGHT_ONE, WEIGHT_SHIFT } from './weights.ts';

const HALF = WEIGHT_ONE >> 1;

export type SmoothOptions = { size: Vector3; spacingMm: Vector3; sigmaMm: number };

function smoothRow(
  source: Int16Array,
  row: { from: number; nx: number },
  weights: Int32Array,
  line: Int32Array,
  out: Int32Array,
  to: number,
): void {
  const { from, nx } = row;
  const radius = weights.length - 1;
  for (let i = -radius; i < nx + radius; i++) line[i + radius] = source[from + (i >= 0 && i < nx ? i : mirrored(i, nx))];
  for (let i = 0; i < nx; i++) {
    let sum = HALF + weights[0] * line[i + radius];
    for (let away = 1; away <= radius; away++) sum += weights[away] * (line[i + radius - away] + line[i + radius + away]);
    out[to + i] = sum >> WEIGHT_SHIFT;
  }
}

/** Weighted sum of whole lines or slices, so that the inner loop runs along memory. */
function blend(
  sums: Int32Array,
  sources: (away: number) => { low: Int32Array; lowAt: number; high: Int32Array; highAt: number },
  weights: Int32Array,
): void {
  const centre = sources(0);
  const length = sums.length;
  for (let at = 0; at < length; at++) sums[at] = HALF + weights[0] * centre.low[centre.lowAt + at];
  for (let away = 1; away < weights.length; away++) {
    const { low, lowAt, high, highAt } = sources(away);
    const weight = weights[away];
    for (let at = 0; at < length; at++) sums[at] += weight * (low[lowAt + at] + high[highAt + at]);
  }
}

/**
 * Separable Gaussian in 15-bit fixed point, x then y then z, rounded half up after each axis: within 2 HU of the real
 * convolution, and the same on every machine. `emit` gets one smoothed slice at a time (reused: copy what is kept).
 */
function smoothSlices(voxels: Int16Array, options: SmoothOptions, emit: (k: number, slice: Int32Array) => void): void {
  const { size, spacingMm, sigmaMm } = options;
  fitsSize(voxels, size);
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const [wx, wy, wz] = spacingMm.map((spacing) => gaussianWeights({ sigmaMm, spacingMm: spacing }));
  const line = new Int32Array(nx + 2 * wx.length);
  const across = new Int32Array(plane);
  const ringLength = Math.min(nz, 2 * wz.length - 1);
  const ring = Array.from({ length: ringLength }, () => new Int32Array(plane));
  const held = new Int32Array(ringLength).fill(-1);
  const ready = (k: number): Int32Array => {
    const slot = k % ringLength;
    if (held[slot] === k) return ring[slot];
    held[slot] = k;
    for (let j = 0; j < ny; j++) smoothRow(voxels, { from: k * plane + j * nx, nx }, wx, line, across, j * nx);
    for (let j = 0; j < ny; j++) {
      const target = ring[slot].subarray(j * nx, (j + 1) * nx);
      blend(target, (away) => ({ low: across, lowAt: mirrored(j - away, ny) * nx, high: across, highAt: mirrored(j + away, ny) * nx }), wy);
      for (let i = 0; i < nx; i++) target[i] >>= WEIGHT_SHIFT;
    }
    return ring[slot];
  };
  const sums = new Int32Array(plane);
  for (let k = 0; k < nz; k++) {
    blend(sums, (away) => ({ low: ready(mirrored(k - away, nz)), lowAt: 0, high: ready(mirrored(k + away, nz)), highAt: 0 }), wz);
    for (let at = 0; at < plane; at++) sums[at] >>= WEIGHT_SHIFT;
    emit(k, sums);
  }
}

/** {@link smoothSlices} as a new volume. */
export function smoothVoxels(voxels: Int16Array, options: SmoothOptions): Int16Array {
  const plane = options.size[0] * options.size[1];
  const smoothed = new Int16Array(voxels.length);
  smoothSlices(voxels, options, (k, slice) => {
    smoothed.set(slice, k * plane);
  });
  return smoothed;
}

/** The bits of the smoothed volume that lie within low..high; one slice is held at a time. */
export function smoothThresholdMask(voxels: Int16Array, options: SmoothOptions & { low: number; high: number }): BitMask {
  const { size, low, high } = options;
  const mask = createMask(size);
  smoothSlices(voxels, options, (k, slice) => {
    setThresholdBits(slice, { mask, firstRow: k * size[1], rows: size[1], low, high });
  });
  return mask;
}
