import type { Grid } from '../../core/index.ts';
import { PADDING_HU } from '../pixels/index.ts';
import type { Placed } from '../series/index.ts';

/** Fills slices that no frame landed on, linearly between the nearest ones that have one; which they are. */
export function fillSlots(hu: Int16Array, grid: Grid, slots: readonly number[]): number[] {
  const area = grid.size[0] * grid.size[1];
  const filled: number[] = [];
  for (let at = 1; at < slots.length; at++) {
    const [low, high] = [slots[at - 1], slots[at]];
    for (let slice = low + 1; slice < high; slice++) {
      filled.push(slice);
      const weight = (slice - low) / (high - low);
      const [a, b, to] = [low * area, high * area, slice * area];
      for (let voxel = 0; voxel < area; voxel++) hu[to + voxel] = Math.round((1 - weight) * hu[a + voxel] + weight * hu[b + voxel]);
    }
  }
  return filled;
}

/** Shift in whole pixels plus a rest; a rest below this is a rounding of positions and not a shift. */
const STILL_PIXELS = 0.01;
const settle = (pixels: number): number => (Math.abs(pixels - Math.round(pixels)) < STILL_PIXELS ? Math.round(pixels) : pixels);

/** A frame as decoded, rows x columns. */
export interface FlatFrame {
  readonly values: Int16Array;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** How far a frame lies from the grid's corner in its plane, in pixels. */
interface Shift {
  readonly du: number;
  readonly dv: number;
}

function shiftOf(frame: Placed, { direction: d, originMm: o, spacingMm }: Grid): Shift {
  const u = d[0] * o[0] + d[3] * o[1] + d[6] * o[2];
  const v = d[1] * o[0] + d[4] * o[1] + d[7] * o[2];
  return { du: settle((u - frame.u) / spacingMm[0]), dv: settle((v - frame.v) / spacingMm[1]) };
}

/** Row `y` of a frame moved by `du` pixels with linear interpolation; outside the frame is air. */
function moveRow(frame: FlatFrame, y: number, du: number, line: Float32Array): void {
  const { values, offset, rows, columns } = frame;
  if (y < 0 || y >= rows) {
    line.fill(PADDING_HU);
    return;
  }
  const whole = Math.floor(du);
  const rest = du - whole;
  const from = offset + y * columns;
  const last = rest === 0 ? columns : columns - 1;
  const start = Math.min(line.length, Math.max(0, -whole));
  const end = Math.min(line.length, Math.max(start, last - whole));
  line.fill(PADDING_HU, 0, start);
  line.fill(PADDING_HU, end);
  if (rest === 0) for (let i = start, at = from + start + whole; i < end; i++, at++) line[i] = values[at];
  else for (let i = start, at = from + start + whole; i < end; i++, at++) line[i] = values[at] + rest * (values[at + 1] - values[at]);
  if (rest === 0) return;
  // The two pixels that reach over the edge of the frame.
  const lead = -whole - 1;
  if (lead >= 0 && lead < line.length) line[lead] = PADDING_HU + rest * (values[from] - PADDING_HU);
  const edge = last - whole;
  if (edge >= 0 && edge < line.length) line[edge] = values[from + last] + rest * (PADDING_HU - values[from + last]);
}

/** Takes row `j` of a moved frame: `rest` of the way from `above` to `below`. */
type TakeRow = (j: number, above: Float32Array, below: Float32Array, rest: number) => void;

/** A frame moved in its plane onto `size` pixels, row by row. */
function moveFrame(frame: FlatFrame, { du, dv }: Shift, size: readonly [number, number], take: TakeRow): void {
  const [nx, ny] = size;
  const whole = Math.floor(dv);
  const rest = dv - whole;
  let above = new Float32Array(nx);
  let below = new Float32Array(nx);
  moveRow(frame, whole, du, above);
  for (let j = 0; j < ny; j++) {
    moveRow(frame, j + whole + 1, du, below);
    take(j, above, below, rest);
    [above, below] = [below, above];
  }
}

/** Rows rounded into the volume from `to` on. */
function rounded(out: Int16Array, nx: number, to: number): TakeRow {
  return (j, above, below, rest) => {
    const write = to + j * nx;
    for (let i = 0; i < nx; i++) out[write + i] = Math.floor(above[i] + rest * (below[i] - above[i]) + 0.5);
  };
}

/** Rows kept as they are, for another interpolation. */
function kept(out: Float32Array, nx: number): TakeRow {
  return (j, above, below, rest) => {
    const write = j * nx;
    for (let i = 0; i < nx; i++) out[write + i] = above[i] + rest * (below[i] - above[i]);
  };
}

/** Moves a decoded frame of a tilted stack onto its slice of the rectangular grid: the tilt becomes a shear. */
export function shearFrame(frame: FlatFrame, placed: Placed, target: { hu: Int16Array; grid: Grid; slice: number }): void {
  const [nx, ny] = target.grid.size;
  moveFrame(frame, shiftOf(placed, target.grid), [nx, ny], rounded(target.hu, nx, target.slice * nx * ny));
}

export interface ResampleInput {
  /** Frames one after another, rows x columns each. */
  readonly source: Int16Array;
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly Placed[];
  readonly grid: Grid;
}

/** A share of the gap between two frames below which the nearer one stands for itself. */
const SAME_SHARE = 0.02;

/**
 * Frames at any place along the normal and moved in their plane, onto a rectangular grid: linear along the normal
 * between the two frames around each output slice, each moved by its own shift.
 */
export function resample({ source, rows, columns, frames, grid }: ResampleInput, hu: Int16Array): void {
  const [nx, ny, nz] = grid.size;
  const area = nx * ny;
  const d = grid.direction;
  const along = d[2] * grid.originMm[0] + d[5] * grid.originMm[1] + d[8] * grid.originMm[2];
  const move = (frame: number, take: TakeRow): void =>
    moveFrame({ values: source, offset: frame * rows * columns, rows, columns }, shiftOf(frames[frame], grid), [nx, ny], take);
  // The moved frames on both sides of a slice; the upper one of this gap is the lower one of the next.
  const sides = [
    { frame: -1, values: new Float32Array(area) },
    { frame: -1, values: new Float32Array(area) },
  ];
  const sideOf = (frame: number, other: number): Float32Array => {
    const known = sides.find((side) => side.frame === frame);
    if (known) return known.values;
    const free = sides.find((side) => side.frame !== other)!;
    free.frame = frame;
    move(frame, kept(free.values, nx));
    return free.values;
  };
  let low = 0;
  for (let slice = 0; slice < nz; slice++) {
    const place = along + slice * grid.spacingMm[2];
    while (low + 2 < frames.length && frames[low + 1].along <= place + 1e-6) low++;
    const high = Math.min(low + 1, frames.length - 1);
    const gap = frames[high].along - frames[low].along;
    const raw = gap > 0 ? (place - frames[low].along) / gap : 0;
    const weight = Math.min(1, Math.max(0, Math.abs(raw - Math.round(raw)) < SAME_SHARE ? Math.round(raw) : raw));
    const to = slice * area;
    if (weight === 0 || weight === 1) move(weight === 0 ? low : high, rounded(hu, nx, to));
    else {
      const [a, b] = [sideOf(low, high), sideOf(high, low)];
      for (let voxel = 0; voxel < area; voxel++) hu[to + voxel] = Math.floor(a[voxel] + weight * (b[voxel] - a[voxel]) + 0.5);
    }
  }
}
