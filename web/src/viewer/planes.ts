import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { LOWEST_HU } from './windows.ts';

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
): { width: number; height: number; slices: number; acrossMm: number; downMm: number; throughMm: number } {
  const { across, down, through } = LAYOUT[plane];
  return {
    width: grid.size[across],
    height: grid.size[down],
    slices: grid.size[through],
    acrossMm: grid.spacingMm[across],
    downMm: grid.spacingMm[down],
    throughMm: grid.spacingMm[through],
  };
}

/** Screen sample (x right, y down) of a voxel index; whole or not. */
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

interface Walk {
  readonly width: number;
  readonly height: number;
  readonly first: number;
  readonly step: number;
  readonly row: number;
}

/** Offsets of a slice's samples: `first + y * row + x * step`. */
function walkOf(grid: Grid, plane: PlaneName, slice: number): Walk {
  const { size } = grid;
  const stride = [1, size[0], size[0] * size[1]];
  const { across, down, through, up } = LAYOUT[plane];
  const height = size[down];
  return {
    width: size[across],
    height,
    first: slice * stride[through] + (up ? (height - 1) * stride[down] : 0),
    step: stride[across],
    row: up ? -stride[down] : stride[down],
  };
}

/** The grey values of one slice, one pixel per sample (width * height). */
export function paintSlice(volume: ViewVolume, plane: PlaneName, slice: number, table: Uint32Array, into: Uint32Array): void {
  const { width, height, first, step, row } = walkOf(volume.grid, plane, slice);
  const { hu } = volume;
  let write = 0;
  for (let y = 0; y < height; y++) {
    let read = first + y * row;
    for (let x = 0; x < width; x++, read += step) into[write++] = table[hu[read] - LOWEST_HU];
  }
}

/** Slices of a slab of this thickness about a slice, inside the volume. */
export function slabOf(grid: Grid, plane: PlaneName, slice: number, thicknessMm: number): { from: number; to: number } {
  const { slices, throughMm } = planeShape(grid, plane);
  const count = Math.max(1, Math.round(thicknessMm / throughMm));
  const from = slice - ((count - 1) >> 1);
  return { from: Math.max(0, from), to: Math.min(slices - 1, from + count - 1) };
}

/** Maximum intensity over a slab, as HU (width * height). */
export function slabMaximum(volume: ViewVolume, plane: PlaneName, slab: { from: number; to: number }, into: Int16Array): void {
  const { hu } = volume;
  into.fill(LOWEST_HU);
  for (let slice = slab.from; slice <= slab.to; slice++) {
    const { width, height, first, step, row } = walkOf(volume.grid, plane, slice);
    let write = 0;
    for (let y = 0; y < height; y++) {
      let read = first + y * row;
      for (let x = 0; x < width; x++, read += step, write++) if (hu[read] > into[write]) into[write] = hu[read];
    }
  }
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
