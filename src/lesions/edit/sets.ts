import { type Grid, patientToIndex, type Vector3, voxelCount } from '../../core/index.ts';

/** Voxels are sets of grid offsets, ascending and each once, as lesions keep them. */
export function mergeVoxels(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const take = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    if (i < a.length && a[i] === take) i++;
    if (j < b.length && b[j] === take) j++;
    out[n++] = take;
  }
  return out.slice(0, n);
}

/** Those of `a` that are not in `b`. */
export function withoutVoxels(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length);
  let [j, n] = [0, 0];
  for (const offset of a) {
    while (j < b.length && b[j] < offset) j++;
    if (j >= b.length || b[j] !== offset) out[n++] = offset;
  }
  return out.slice(0, n);
}

/** Voxels whose centres lie within a ball about a voxel index, and that one itself; inside the grid. */
export function ballVoxels(grid: Grid, ball: { centre: Vector3; radiusMm: number }): Int32Array {
  const { size, spacingMm } = grid;
  const { centre, radiusMm } = ball;
  const at = centre.map(Math.round);
  const reach = spacingMm.map((step) => Math.floor(radiusMm / step + 1e-9));
  const found: number[] = [];
  for (let k = Math.max(0, at[2] - reach[2]); k <= Math.min(size[2] - 1, at[2] + reach[2]); k++)
    for (let j = Math.max(0, at[1] - reach[1]); j <= Math.min(size[1] - 1, at[1] + reach[1]); j++)
      for (let i = Math.max(0, at[0] - reach[0]); i <= Math.min(size[0] - 1, at[0] + reach[0]); i++) {
        const mm = Math.hypot((i - at[0]) * spacingMm[0], (j - at[1]) * spacingMm[1], (k - at[2]) * spacingMm[2]);
        if (mm <= radiusMm + 1e-9) found.push(i + size[0] * (j + size[1] * k));
      }
  return Int32Array.from(found);
}

/** Offset of the voxel that holds a patient point; null outside the grid. */
export function voxelOfPoint(grid: Grid, pointMm: Vector3): number | null {
  const index = patientToIndex(grid, pointMm).map(Math.round);
  if (index.some((value, axis) => value < 0 || value >= grid.size[axis])) return null;
  return index[0] + grid.size[0] * (index[1] + grid.size[1] * index[2]);
}

/** True for a list that a lesion may have: offsets of the grid, ascending, each once. */
export function areVoxels(grid: Grid, voxels: Int32Array): boolean {
  const count = voxelCount(grid);
  for (let n = 0; n < voxels.length; n++) if (voxels[n] < 0 || voxels[n] >= count || (n > 0 && voxels[n] <= voxels[n - 1])) return false;
  return true;
}
