import type { Vector3 } from '../../core/index.ts';
import type { Band, Kernels } from '../../kernels/index.ts';
import { transposeBand } from '../../kernels/index.ts';
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
  readonly voxelMm3: number;
  /** Per axis: from cells to voxel centres through the blur, and its transpose. */
  readonly forward: Bands;
  readonly backward: Bands;
  readonly kernels: Kernels;
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
const CELL_BUDGET = 150_000;
const REACH_SIGMA = 3.2;

export function fineGrid(patch: Patch, sigmaMm: Vector3, kernels: Kernels): FineGrid {
  let target = CELL_PER_SIGMA;
  let factor = factors(patch, sigmaMm, target);
  while (cells(patch, factor) > CELL_BUDGET && (factor[0] > 1 || factor[1] > 1 || factor[2] > 1)) {
    target *= 1.5;
    factor = factors(patch, sigmaMm, target);
  }
  const cellMm = patch.spacingMm.map((spacing, axis) => spacing / factor[axis]) as unknown as Vector3;
  const size = patch.size.map((each, axis) => each * factor[axis]) as unknown as Vector3;
  const forward = [0, 1, 2].map((axis) =>
    bandOf({ voxels: patch.size[axis], factor: factor[axis], taps: tapsOf(sigmaMm[axis], cellMm[axis]) }),
  ) as unknown as Bands;
  const backward = forward.map(transposeBand) as unknown as Bands;
  const volume = ([x, y, z]: Vector3): number => x * y * z;
  return { patch, factor, size, cellMm, cellMm3: volume(cellMm), voxelMm3: volume(patch.spacingMm), forward, backward, kernels };
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
export const project = (fine: FineGrid, occupancy: Float32Array): Float32Array => fine.kernels.separable(occupancy, fine.forward);

type Bands = readonly [Band, Band, Band];

/** The taps of an axis about each voxel's centre cell; what they would take from outside the patch is left out. */
function bandOf(axis: { voxels: number; factor: number; taps: Taps }): Band {
  const { voxels, factor, taps } = axis;
  const inputs = voxels * factor;
  const width = Math.min(inputs, taps.weight.length);
  const first = new Int32Array(voxels);
  const weight = new Float32Array(voxels * width);
  for (let v = 0; v < voxels; v++) {
    const lowest = v * factor + (factor - 1) / 2 - taps.reach;
    first[v] = Math.max(0, Math.min(inputs - width, lowest));
    for (let t = 0; t < width; t++) weight[v * width + t] = taps.weight[first[v] + t - lowest] ?? 0;
  }
  return { inputs, outputs: voxels, width, first, weight };
}

/** Cells averaged into voxels. */
export function voxelShares(fine: FineGrid, occupancy: Float32Array): Float32Array {
  const bands = fine.factor.map((factor, axis) =>
    bandOf({ voxels: fine.patch.size[axis], factor, taps: { reach: (factor - 1) / 2, weight: new Float64Array(factor).fill(1 / factor) } }),
  ) as unknown as Bands;
  return fine.kernels.separable(occupancy, bands);
}

/** Trilinear values at the cell centres; the border value continues outside. */
export const refine = (fine: FineGrid, values: Float32Array): Float32Array =>
  fine.kernels.separable(values, [0, 1, 2].map((axis) => linearBand(fine.patch.size[axis], fine.factor[axis])) as unknown as Bands);

function linearBand(voxels: number, factor: number): Band {
  const outputs = voxels * factor;
  const width = Math.min(2, voxels);
  const first = new Int32Array(outputs);
  const weight = new Float32Array(outputs * width);
  for (let cell = 0; cell < outputs; cell++) {
    const place = Math.min(voxels - 1, Math.max(0, (cell + 0.5) / factor - 0.5));
    first[cell] = Math.min(Math.floor(place), voxels - width);
    const part = place - first[cell];
    weight[cell * width] = 1 - part;
    if (width > 1) weight[cell * width + 1] = part;
  }
  return { inputs: voxels, outputs, width, first, weight };
}
