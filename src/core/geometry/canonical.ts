import type { Grid, Matrix3, Vector3 } from './grid.ts';
import { indexToPatient } from './grid.ts';

/**
 * How to walk a grid so that its axes run as near as possible to +L, +P, +S: canonical axis a is source axis
 * `source[a]`, walked backwards where `flipped[a]`.
 */
export interface AxisMap {
  readonly source: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
  readonly flipped: readonly [boolean, boolean, boolean];
}

const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** The permutation that keeps the largest sum of absolute cosines, so oblique grids have one answer. */
export function canonicalAxes(direction: Matrix3): AxisMap {
  let best: (typeof PERMUTATIONS)[number] = PERMUTATIONS[0];
  let bestScore = -1;
  for (const order of PERMUTATIONS) {
    let score = 0;
    for (let row = 0; row < 3; row++) score += Math.abs(direction[3 * row + order[row]]);
    if (score > bestScore + 1e-9) {
      bestScore = score;
      best = order;
    }
  }
  return {
    source: [best[0], best[1], best[2]],
    flipped: [direction[best[0]] < 0, direction[3 + best[1]] < 0, direction[6 + best[2]] < 0],
  };
}

export const isCanonical = (map: AxisMap): boolean =>
  map.source[0] === 0 && map.source[1] === 1 && map.source[2] === 2 && !map.flipped.includes(true);

/** The same voxels' grid after the walk described by `map`. */
export function canonicalGrid(grid: Grid, map: AxisMap): Grid {
  const size = map.source.map((axis) => grid.size[axis]) as unknown as Vector3;
  const spacingMm = map.source.map((axis) => grid.spacingMm[axis]) as unknown as Vector3;
  const corner: [number, number, number] = [0, 0, 0];
  map.source.forEach((axis, to) => {
    if (map.flipped[to]) corner[axis] = grid.size[axis] - 1;
  });
  const direction: number[] = [];
  for (let row = 0; row < 3; row++)
    for (let to = 0; to < 3; to++) direction.push(grid.direction[3 * row + map.source[to]] * (map.flipped[to] ? -1 : 1) + 0);
  return { size, spacingMm, originMm: indexToPatient(grid, corner), direction: direction as unknown as Matrix3 };
}

/** Offsets of the walk in the source array: start + a * step[0] + b * step[1] + c * step[2]. */
export function canonicalWalk(grid: Grid, map: AxisMap): { start: number; step: Vector3 } {
  const stride = [1, grid.size[0], grid.size[0] * grid.size[1]];
  let start = 0;
  const step = map.source.map((axis, to) => {
    if (!map.flipped[to]) return stride[axis];
    start += stride[axis] * (grid.size[axis] - 1);
    return -stride[axis];
  }) as unknown as Vector3;
  return { start, step };
}

type VoxelArray = Int16Array | Uint8Array | Uint16Array | Float32Array | Int32Array;

/** Copies voxels into canonical order; `into` has the grid's voxel count. */
export function toCanonicalOrder<T extends VoxelArray>(voxels: T, grid: Grid, map: AxisMap, into: T): T {
  const { start, step } = canonicalWalk(grid, map);
  const [nx, ny, nz] = canonicalGrid(grid, map).size;
  let write = 0;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      let read = start + c * step[2] + b * step[1];
      for (let a = 0; a < nx; a++, read += step[0]) into[write++] = voxels[read];
    }
  return into;
}

/** The inverse of {@link toCanonicalOrder}: canonical voxels back on the source grid. */
export function fromCanonicalOrder<T extends VoxelArray>(voxels: T, grid: Grid, map: AxisMap, into: T): T {
  const { start, step } = canonicalWalk(grid, map);
  const [nx, ny, nz] = canonicalGrid(grid, map).size;
  let read = 0;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      let write = start + c * step[2] + b * step[1];
      for (let a = 0; a < nx; a++, write += step[0]) into[write] = voxels[read++];
    }
  return into;
}
