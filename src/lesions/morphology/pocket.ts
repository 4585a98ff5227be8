import type { Patch } from '../patch/index.ts';

/** Fluid that mineral encloses within a slice, and how flat it lies on what is below it. */
export interface PocketMeasures {
  /** Pockets wide enough to show a level. */
  readonly pockets: number;
  /** Share of their cross-section that lies in pockets with a flat floor under a round or uneven ceiling. */
  readonly levelShare: number;
  /** Area-weighted standard deviation of floor and ceiling height within each pocket, mm. */
  readonly floorMm: number;
  readonly ceilingMm: number;
  /** Mean HU of the pockets' insides. */
  readonly fluidHu: number;
}

/** Columns across a pocket under which flat and round cannot be told apart. */
const LEAST_COLUMNS = 5;
/** A floor this flat, in voxels (rounding of a plane to the grid leaves up to half of one). */
const FLAT_VOXELS = 0.62;
const ROUNDER = 1.35;

/**
 * Pockets of each slice: what `mineral` (voxels over the scan's threshold) encloses there. `down` is +1 when posterior is dependent.
 * Null when nothing is enclosed. Settled calcium shows as a flat floor whatever the form of the wall above (milk of calcium).
 */
export function measurePockets(values: Float32Array, options: { patch: Patch; mineral: Uint8Array; down: 1 | -1 }): PocketMeasures | null {
  const { patch, mineral, down } = options;
  const [nx, ny, nz] = patch.size;
  const dy = patch.spacingMm[1];
  const slice = new Uint8Array(nx * ny);
  const stack = new Int32Array(nx * ny);
  let [pockets, area, level, floorSum, ceilingSum, fluid, fluidCount] = [0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < nz; k++) {
    const from = nx * ny * k;
    slice.set(mineral.subarray(from, from + nx * ny));
    flood(slice, stack, { nx, ny, borderOnly: true });
    for (let at = 0; at < nx * ny; at++) {
      if (slice[at] !== 0) continue;
      const count = flood(slice, stack, { nx, ny, seed: at });
      const pocket = stack.subarray(0, count);
      const { floors, ceilings } = heights(pocket, { nx, down });
      if (floors.length < LEAST_COLUMNS) continue;
      for (const each of pocket)
        if (isInner(each, { slice: mineral.subarray(from, from + nx * ny), nx, ny })) {
          fluid += values[from + each];
          fluidCount++;
        }
      const [floor, ceiling] = [deviation(floors), deviation(ceilings)];
      pockets++;
      area += count;
      floorSum += count * floor * dy;
      ceilingSum += count * ceiling * dy;
      if (floor <= FLAT_VOXELS && ceiling >= ROUNDER * Math.max(floor, 0.3)) level += count;
    }
  }
  if (pockets === 0) return null;
  return {
    pockets,
    levelShare: level / area,
    floorMm: floorSum / area,
    ceilingMm: ceilingSum / area,
    fluidHu: fluidCount > 0 ? fluid / fluidCount : 0,
  };
}

/** Sets what is reached over faces from the seed, or from the border, to 1; returns how many, their places first on the stack. */
function flood(slice: Uint8Array, stack: Int32Array, options: { nx: number; ny: number; seed?: number; borderOnly?: boolean }): number {
  const { nx, ny } = options;
  let filled = 0;
  const put = (at: number): void => {
    if (slice[at] !== 0) return;
    slice[at] = 1;
    stack[filled++] = at;
  };
  if (options.seed !== undefined) put(options.seed);
  else {
    for (let i = 0; i < nx; i++) {
      put(i);
      put(i + nx * (ny - 1));
    }
    for (let j = 0; j < ny; j++) {
      put(nx * j);
      put(nx * j + nx - 1);
    }
  }
  for (let read = 0; read < filled; read++) {
    const at = stack[read];
    const i = at % nx;
    if (i > 0) put(at - 1);
    if (i < nx - 1) put(at + 1);
    if (at >= nx) put(at - nx);
    if (at < nx * (ny - 1)) put(at + nx);
  }
  return filled;
}

/** Lowest and highest place of each column of a pocket, in voxels, `down` counted. */
function heights(pocket: Int32Array, options: { nx: number; down: 1 | -1 }): { floors: number[]; ceilings: number[] } {
  const { nx, down } = options;
  const floor = new Map<number, number>();
  const ceiling = new Map<number, number>();
  for (const at of pocket) {
    const i = at % nx;
    const depth = down * Math.floor(at / nx);
    floor.set(i, Math.max(floor.get(i) ?? depth, depth));
    ceiling.set(i, Math.min(ceiling.get(i) ?? depth, depth));
  }
  return { floors: [...floor.values()], ceilings: [...ceiling.values()] };
}

/** No mineral within one voxel: the blur of the wall does not reach it. */
function isInner(at: number, about: { slice: Uint8Array; nx: number; ny: number }): boolean {
  const { slice, nx, ny } = about;
  const i = at % nx;
  const j = Math.floor(at / nx);
  if (i < 1 || j < 1 || i >= nx - 1 || j >= ny - 1) return false;
  for (const step of [-nx - 1, -nx, -nx + 1, -1, 1, nx - 1, nx, nx + 1]) if (slice[at + step] !== 0) return false;
  return true;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
