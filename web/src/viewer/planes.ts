import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { lettersAlong } from '../../../src/report/index.ts';

/** The volume as the page holds it: canonical, axes along +L, +P, +S. */
export interface ViewVolume {
  readonly grid: Grid;
  readonly hu: Int16Array;
}

export type PlaneName = 'axial' | 'coronal' | 'sagittal';
export const PLANES: readonly PlaneName[] = ['axial', 'coronal', 'sagittal'];

type Axis = 0 | 1 | 2;

/**
 * Index axes of a plane: `across` runs right on the screen, `down` down (backwards where `up`), `through` is scrolled.
 * Sagittal is seen from the patient's left, front on the left of the screen.
 */
export const LAYOUT: Readonly<Record<PlaneName, { across: Axis; down: Axis; through: Axis; up: boolean }>> = {
  axial: { across: 0, down: 1, through: 2, up: false },
  coronal: { across: 0, down: 2, through: 1, up: true },
  sagittal: { across: 1, down: 2, through: 0, up: true },
};

/** Size of a plane in samples, and a sample's size in mm. */
export function planeShape(
  grid: Grid,
  plane: PlaneName,
): { width: number; height: number; slices: number; acrossMm: number; downMm: number } {
  const { across, down, through } = LAYOUT[plane];
  return {
    width: grid.size[across],
    height: grid.size[down],
    slices: grid.size[through],
    acrossMm: grid.spacingMm[across],
    downMm: grid.spacingMm[down],
  };
}

/** Screen sample (x right, y down) of a voxel index. */
export function sampleOf(grid: Grid, plane: PlaneName, index: Vector3): { x: number; y: number } {
  const { across, down, up } = LAYOUT[plane];
  return { x: index[across], y: up ? grid.size[down] - 1 - index[down] : index[down] };
}

/** Voxel index of a screen sample on a slice. */
export function indexOf(grid: Grid, plane: PlaneName, at: { x: number; y: number; slice: number }): [number, number, number] {
  const { across, down, through, up } = LAYOUT[plane];
  const index: [number, number, number] = [0, 0, 0];
  index[across] = at.x;
  index[down] = up ? grid.size[down] - 1 - at.y : at.y;
  index[through] = at.slice;
  return index;
}

/** The grey values of one slice, written as RGBA into `into` (width * height * 4). */
export function paintSlice(volume: ViewVolume, plane: PlaneName, slice: number, grey: Uint8Array, into: Uint8ClampedArray): void {
  const { size } = volume.grid;
  const stride = [1, size[0], size[0] * size[1]];
  const { across, down, through, up } = LAYOUT[plane];
  const height = size[down];
  const width = size[across];
  const step = stride[across];
  let write = 0;
  for (let y = 0; y < height; y++) {
    let read = slice * stride[through] + (up ? height - 1 - y : y) * stride[down];
    for (let x = 0; x < width; x++, read += step, write += 4) {
      const value = grey[volume.hu[read] + 32768];
      into[write] = value;
      into[write + 1] = value;
      into[write + 2] = value;
      into[write + 3] = 255;
    }
  }
}

/** Voxels of a lesion that lie on a slice, as a mask of the plane's size, or null when there are none. */
export function maskOnSlice(grid: Grid, plane: PlaneName, slice: number, voxels: Int32Array): Uint8Array | null {
  const [nx, ny] = grid.size;
  const { through } = LAYOUT[plane];
  const { width, height } = planeShape(grid, plane);
  let mask: Uint8Array | null = null;
  for (const offset of voxels) {
    const index: Vector3 = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    if (index[through] !== slice) continue;
    mask ??= new Uint8Array(width * height);
    const { x, y } = sampleOf(grid, plane, index);
    mask[y * width + x] = 1;
  }
  return mask;
}

/** Letters of the screen's sides, from the grid's own axes. */
export function sidesOf(grid: Grid, plane: PlaneName): { left: string; right: string; top: string; bottom: string } {
  const { across, down, up } = LAYOUT[plane];
  const along = (axis: Axis, sign: 1 | -1): string =>
    lettersAlong([sign * grid.direction[axis], sign * grid.direction[3 + axis], sign * grid.direction[6 + axis]]);
  return { left: along(across, -1), right: along(across, 1), top: along(down, up ? 1 : -1), bottom: along(down, up ? -1 : 1) };
}

/** Voxel of a lesion that lies nearest to a point: a curved lesion's own middle may be outside it. */
export function nearestVoxel(grid: Grid, voxels: Int32Array, index: Vector3): [number, number, number] | null {
  const [nx, ny] = grid.size;
  let best: [number, number, number] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const offset of voxels) {
    const at: [number, number, number] = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    let distance = 0;
    for (let axis = 0; axis < 3; axis++) distance += ((at[axis] - index[axis]) * grid.spacingMm[axis]) ** 2;
    if (distance < least) {
      least = distance;
      best = at;
    }
  }
  return best;
}
