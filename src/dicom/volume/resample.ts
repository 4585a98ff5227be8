import type { Grid } from '../../core/index.ts';
import { PADDING_HU } from '../pixels/index.ts';
import type { Placed } from '../series/index.ts';

/** Fills slices that no frame landed on, linearly between the nearest ones that have one. */
export function fillSlots(hu: Int16Array, grid: Grid, slots: readonly number[]): void {
  const area = grid.size[0] * grid.size[1];
  for (let at = 1; at < slots.length; at++) {
    const [low, high] = [slots[at - 1], slots[at]];
    for (let slice = low + 1; slice < high; slice++) {
      const weight = (slice - low) / (high - low);
      const [a, b, to] = [low * area, high * area, slice * area];
      for (let voxel = 0; voxel < area; voxel++) hu[to + voxel] = Math.round((1 - weight) * hu[a + voxel] + weight * hu[b + voxel]);
    }
  }
}

export interface ResampleInput {
  /** Frames one after another, rows x columns each. */
  readonly source: Int16Array;
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly Placed[];
  readonly grid: Grid;
}

/** Adds `weight` times one row of a frame, moved by `du` pixels, to a row of `sum`; outside the row is air. */
function addRow(input: ResampleInput, from: number | null, shift: { du: number; weight: number }, sum: Float32Array, write: number): void {
  const { source, columns, grid } = input;
  const nx = grid.size[0];
  const { du, weight } = shift;
  if (from === null) {
    for (let i = 0; i < nx; i++) sum[write + i] += weight * PADDING_HU;
    return;
  }
  const whole = Math.floor(du);
  const rest = du - whole;
  for (let i = 0, x = whole; i < nx; i++, x++) {
    const a = x >= 0 && x < columns ? source[from + x] : PADDING_HU;
    const b = rest === 0 ? a : x + 1 >= 0 && x + 1 < columns ? source[from + x + 1] : PADDING_HU;
    sum[write + i] += weight * (a + rest * (b - a));
  }
}

/** Adds `weight` times a frame, moved by (du, dv) pixels with linear interpolation, to `sum`. */
function addShifted(input: ResampleInput, frame: number, shift: { du: number; dv: number; weight: number }, sum: Float32Array): void {
  const { rows, columns, grid } = input;
  const { du, dv, weight } = shift;
  const whole = Math.floor(dv);
  const rest = dv - whole;
  const rowAt = (y: number): number | null => (y >= 0 && y < rows ? (frame * rows + y) * columns : null);
  for (let j = 0; j < grid.size[1]; j++) {
    const write = j * grid.size[0];
    addRow(input, rowAt(j + whole), { du, weight: weight * (1 - rest) }, sum, write);
    if (rest > 0) addRow(input, rowAt(j + whole + 1), { du, weight: weight * rest }, sum, write);
  }
}

/** Shift in whole pixels plus a rest; a rest below this is a rounding of positions and not a shift. */
const STILL_PIXELS = 0.01;
const settle = (pixels: number): number => (Math.abs(pixels - Math.round(pixels)) < STILL_PIXELS ? Math.round(pixels) : pixels);

/**
 * Frames at any place along the normal and moved in their plane, onto a rectangular grid: linear along the normal
 * between the two frames around each output slice, each moved by its own shift (gantry tilt becomes a shear).
 */
export function resample(input: ResampleInput, hu: Int16Array): void {
  const { frames, grid } = input;
  const [nx, ny, nz] = grid.size;
  const d = grid.direction;
  const o = grid.originMm;
  const along = d[2] * o[0] + d[5] * o[1] + d[8] * o[2];
  const u = d[0] * o[0] + d[3] * o[1] + d[6] * o[2];
  const v = d[1] * o[0] + d[4] * o[1] + d[7] * o[2];
  const sum = new Float32Array(nx * ny);
  const shiftOf = (frame: Placed, weight: number): { du: number; dv: number; weight: number } => ({
    du: settle((u - frame.u) / grid.spacingMm[0]),
    dv: settle((v - frame.v) / grid.spacingMm[1]),
    weight,
  });
  let low = 0;
  for (let slice = 0; slice < nz; slice++) {
    const place = along + slice * grid.spacingMm[2];
    while (low + 2 < frames.length && frames[low + 1].along <= place + 1e-6) low++;
    const high = Math.min(low + 1, frames.length - 1);
    const gap = frames[high].along - frames[low].along;
    const raw = gap > 0 ? (place - frames[low].along) / gap : 0;
    const weight = Math.min(1, Math.max(0, Math.abs(raw - Math.round(raw)) < 0.02 ? Math.round(raw) : raw));
    sum.fill(0);
    if (weight < 1) addShifted(input, low, shiftOf(frames[low], 1 - weight), sum);
    if (weight > 0) addShifted(input, high, shiftOf(frames[high], weight), sum);
    const to = slice * nx * ny;
    for (let voxel = 0; voxel < sum.length; voxel++) hu[to + voxel] = Math.round(sum[voxel]);
  }
}
