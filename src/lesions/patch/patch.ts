import type { Grid, Vector3 } from '../../core/index.ts';

/** A small box of a grid with its own float voxels, so that work on one lesion never touches the whole volume. */
export interface Patch {
  /** Grid index of the patch's first voxel. */
  readonly low: Vector3;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  /** Voxels of the whole grid's row and slice, to step from the patch to the grid. */
  readonly gridSize: Vector3;
}

export const patchCount = (patch: Patch): number => patch.size[0] * patch.size[1] * patch.size[2];

/** The grid box `low..high` (inclusive) grown by a margin in mm (at least one voxel per axis) and clipped to the grid. */
export function patchAround(grid: Grid, bounds: { low: Vector3; high: Vector3; marginMm: number }): Patch {
  const low: [number, number, number] = [0, 0, 0];
  const size: [number, number, number] = [1, 1, 1];
  for (let axis = 0; axis < 3; axis++) {
    const margin = Math.max(1, Math.ceil(bounds.marginMm / grid.spacingMm[axis]));
    low[axis] = Math.max(0, bounds.low[axis] - margin);
    size[axis] = Math.min(grid.size[axis] - 1, bounds.high[axis] + margin) - low[axis] + 1;
  }
  return { low, size, spacingMm: grid.spacingMm, gridSize: grid.size };
}

/** Grid offset of the patch's voxel (0, b, c). */
export const rowOffset = (patch: Patch, b: number, c: number): number =>
  patch.low[0] + patch.gridSize[0] * (patch.low[1] + b + patch.gridSize[1] * (patch.low[2] + c));

/** Copies the patch out of the volume. */
export function crop(hu: Int16Array | Uint8Array, patch: Patch): Float32Array {
  const [nx, ny, nz] = patch.size;
  const out = new Float32Array(nx * ny * nz);
  let write = 0;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      let read = rowOffset(patch, b, c);
      for (let a = 0; a < nx; a++) out[write++] = hu[read++];
    }
  return out;
}

/** Patch offset of a grid offset, or -1 when it lies outside the patch. */
export function toPatch(patch: Patch, gridOffset: number): number {
  const i = (gridOffset % patch.gridSize[0]) - patch.low[0];
  const rest = Math.floor(gridOffset / patch.gridSize[0]);
  const j = (rest % patch.gridSize[1]) - patch.low[1];
  const k = Math.floor(rest / patch.gridSize[1]) - patch.low[2];
  if (i < 0 || j < 0 || k < 0 || i >= patch.size[0] || j >= patch.size[1] || k >= patch.size[2]) return -1;
  return i + patch.size[0] * (j + patch.size[1] * k);
}

/** Grid offset of a patch offset. */
export function toGrid(patch: Patch, offset: number): number {
  const i = offset % patch.size[0];
  const rest = Math.floor(offset / patch.size[0]);
  return rowOffset(patch, rest % patch.size[1], Math.floor(rest / patch.size[1])) + i;
}

/** 1 where a grid offset of the list falls into the patch. */
export function maskOf(patch: Patch, voxels: Int32Array): Uint8Array {
  const mask = new Uint8Array(patchCount(patch));
  for (let index = 0; index < voxels.length; index++) {
    const at = toPatch(patch, voxels[index]);
    if (at >= 0) mask[at] = 1;
  }
  return mask;
}
