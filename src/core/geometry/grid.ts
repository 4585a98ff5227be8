/**
 * The grid of a volume in patient space: LPS, millimetres (PS3.3 C.7.6.2.1.1). Index (i, j, k) has i fastest in
 * memory: offset = i + nx * (j + ny * k). Voxel centre in patient space = origin + direction * (spacing o index).
 */
export type Vector3 = readonly [number, number, number];
/** Row major 3x3; column c is the unit vector of index axis c, so element (r, c) stands at 3 * r + c. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

export interface Grid {
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  /** Centre of voxel (0, 0, 0). */
  readonly originMm: Vector3;
  readonly direction: Matrix3;
}

export const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const voxelCount = (grid: Grid): number => grid.size[0] * grid.size[1] * grid.size[2];
export const voxelVolumeMm3 = (grid: Grid): number => grid.spacingMm[0] * grid.spacingMm[1] * grid.spacingMm[2];

export function indexToPatient(grid: Grid, index: Vector3): Vector3 {
  const [x, y, z] = [index[0] * grid.spacingMm[0], index[1] * grid.spacingMm[1], index[2] * grid.spacingMm[2]];
  const d = grid.direction;
  const o = grid.originMm;
  return [o[0] + d[0] * x + d[1] * y + d[2] * z, o[1] + d[3] * x + d[4] * y + d[5] * z, o[2] + d[6] * x + d[7] * y + d[8] * z];
}

/** Continuous index of a patient point. The direction must be orthonormal, which every reader guarantees. */
export function patientToIndex(grid: Grid, point: Vector3): Vector3 {
  const d = grid.direction;
  const p = [point[0] - grid.originMm[0], point[1] - grid.originMm[1], point[2] - grid.originMm[2]] as const;
  return [
    (d[0] * p[0] + d[3] * p[1] + d[6] * p[2]) / grid.spacingMm[0],
    (d[1] * p[0] + d[4] * p[1] + d[7] * p[2]) / grid.spacingMm[1],
    (d[2] * p[0] + d[5] * p[1] + d[8] * p[2]) / grid.spacingMm[2],
  ];
}

export const determinant = (m: Matrix3): number =>
  m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
