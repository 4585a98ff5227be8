import type { Vector3 } from '../../core/index.ts';
import { interpolate } from '../background/index.ts';
import type { Patch } from '../patch/index.ts';

/**
 * A finer grid over a patch: an odd number of cells per voxel and axis, so that every voxel centre is a cell centre.
 * Shapes are drawn on it and seen through the scanner's blur at the voxel centres.
 */
export interface FineGrid {
  readonly patch: Patch;
  /** Cells per voxel, odd. */
  readonly factor: Vector3;
  readonly size: Vector3;
  readonly cellMm: Vector3;
  readonly cellMm3: number;
  /** Per axis: weights from cells to voxel centres, for one output voxel after another. */
  readonly taps: readonly [Taps, Taps, Taps];
}

interface Taps {
  /** First cell, relative to the voxel's centre cell. */
  readonly reach: number;
  readonly weight: Float64Array;
}

/** Cells no larger than this share of the blur resolve any shape that the scanner could pass. */
const CELL_PER_SIGMA = 0.5;
const MAXIMUM_FACTOR = 7;
/** Beyond this many cells the fine grid coarsens: large lesions do not need it. */
const CELL_BUDGET = 400_000;
const REACH_SIGMA = 3.2;

export function fineGrid(patch: Patch, sigmaMm: Vector3): FineGrid {
  let target = CELL_PER_SIGMA;
  let factor = factors(patch, sigmaMm, target);
  while (cells(patch, factor) > CELL_BUDGET && (factor[0] > 1 || factor[1] > 1 || factor[2] > 1)) {
    target *= 1.5;
    factor = factors(patch, sigmaMm, target);
  }
  const cellMm = patch.spacingMm.map((spacing, axis) => spacing / factor[axis]) as unknown as Vector3;
  const size = patch.size.map((each, axis) => each * factor[axis]) as unknown as Vector3;
  const taps = [0, 1, 2].map((axis) => tapsOf(sigmaMm[axis], cellMm[axis])) as unknown as [Taps, Taps, Taps];
  return { patch, factor, size, cellMm, cellMm3: cellMm[0] * cellMm[1] * cellMm[2], taps };
}

const factors = (patch: Patch, sigmaMm: Vector3, target: number): Vector3 =>
  patch.spacingMm.map((spacing, axis) => {
    const wanted = Math.ceil(spacing / (target * sigmaMm[axis]));
    return Math.min(MAXIMUM_FACTOR, wanted % 2 === 0 ? wanted + 1 : wanted);
  }) as unknown as Vector3;

const cells = (patch: Patch, factor: Vector3): number => patch.size[0] * factor[0] * patch.size[1] * factor[1] * patch.size[2] * factor[2];

/** The blur of a uniform cell at a point: the given Gaussian with the cell's own variance (h^2 / 12) taken off. */
function tapsOf(sigmaMm: number, cellMm: number): Taps {
  const sigma = Math.sqrt(Math.max(sigmaMm ** 2 - cellMm ** 2 / 12, (0.05 * sigmaMm) ** 2)) / cellMm;
  const reach = Math.max(0, Math.ceil(REACH_SIGMA * sigma));
  const weight = new Float64Array(2 * reach + 1);
  let sum = 0;
  for (let n = -reach; n <= reach; n++) {
    weight[n + reach] = Math.exp(-0.5 * (n / sigma) ** 2);
    sum += weight[n + reach];
  }
  for (let n = 0; n < weight.length; n++) weight[n] /= sum;
  return { reach, weight };
}

/** Occupancy per cell (0..1) to the share of the pure material's contrast that each voxel shows. Nothing lies outside the patch. */
export function project(fine: FineGrid, occupancy: Float32Array): Float32Array {
  const [fx, fy, fz] = fine.size;
  const [nx, ny, nz] = fine.patch.size;
  const alongX = squeeze(occupancy, { outer: fy * fz, inner: 1, cells: fx, voxels: nx, factor: fine.factor[0], taps: fine.taps[0] });
  const alongY = squeeze(alongX, { outer: fz, inner: nx, cells: fy, voxels: ny, factor: fine.factor[1], taps: fine.taps[1] });
  return squeeze(alongY, { outer: 1, inner: nx * ny, cells: fz, voxels: nz, factor: fine.factor[2], taps: fine.taps[2] });
}

interface Axis {
  readonly outer: number;
  readonly inner: number;
  readonly cells: number;
  readonly voxels: number;
  readonly factor: number;
  readonly taps: Taps;
}

function squeeze(from: Float32Array, axis: Axis): Float32Array {
  const { outer, inner, cells: count, voxels, factor, taps } = axis;
  const into = new Float32Array(outer * inner * voxels);
  const { reach, weight } = taps;
  const half = (factor - 1) / 2;
  for (let o = 0; o < outer; o++)
    for (let v = 0; v < voxels; v++) {
      const centre = v * factor + half;
      const first = Math.max(0, centre - reach);
      const last = Math.min(count - 1, centre + reach);
      for (let cell = first; cell <= last; cell++) {
        const w = weight[cell - centre + reach];
        const read = (o * count + cell) * inner;
        const write = (o * voxels + v) * inner;
        for (let n = 0; n < inner; n++) into[write + n] += w * from[read + n];
      }
    }
  return into;
}

/** The transpose of {@link project}: what each voxel's value says to the cells that made it. */
export function backproject(fine: FineGrid, values: Float32Array): Float32Array {
  const [fx, fy, fz] = fine.size;
  const [nx, ny, nz] = fine.patch.size;
  const alongZ = unsqueeze(values, { outer: 1, inner: nx * ny, cells: fz, voxels: nz, factor: fine.factor[2], taps: fine.taps[2] });
  const alongY = unsqueeze(alongZ, { outer: fz, inner: nx, cells: fy, voxels: ny, factor: fine.factor[1], taps: fine.taps[1] });
  return unsqueeze(alongY, { outer: fy * fz, inner: 1, cells: fx, voxels: nx, factor: fine.factor[0], taps: fine.taps[0] });
}

function unsqueeze(from: Float32Array, axis: Axis): Float32Array {
  const { outer, inner, cells: count, voxels, factor, taps } = axis;
  const into = new Float32Array(outer * inner * count);
  const { reach, weight } = taps;
  const half = (factor - 1) / 2;
  for (let o = 0; o < outer; o++)
    for (let v = 0; v < voxels; v++) {
      const centre = v * factor + half;
      const first = Math.max(0, centre - reach);
      const last = Math.min(count - 1, centre + reach);
      for (let cell = first; cell <= last; cell++) {
        const w = weight[cell - centre + reach];
        const write = (o * count + cell) * inner;
        const read = (o * voxels + v) * inner;
        for (let n = 0; n < inner; n++) into[write + n] += w * from[read + n];
      }
    }
  return into;
}

/** Trilinear values at the cell centres. */
export function refine(fine: FineGrid, values: Float32Array): Float32Array {
  const out = new Float32Array(fine.size[0] * fine.size[1] * fine.size[2]);
  let write = 0;
  for (let c = 0; c < fine.size[2]; c++)
    for (let b = 0; b < fine.size[1]; b++)
      for (let a = 0; a < fine.size[0]; a++)
        out[write++] = interpolate(values, fine.patch.size, {
          x: (a + 0.5) / fine.factor[0] - 0.5,
          y: (b + 0.5) / fine.factor[1] - 0.5,
          z: (c + 0.5) / fine.factor[2] - 0.5,
        });
  return out;
}
