import type { Grid, Matrix3, Vector3 } from '../../core/index.ts';
import { determinant } from '../../core/index.ts';

/** Offsets and codes of the NIfTI-1 header (nifti1.h, NIfTI Data Format Working Group, 2003). */
export const HEADER_BYTES = 348;
export const SINGLE_FILE_OFFSET = 352;
export const XFORM_SCANNER = 1;
export const UNITS_MM_SEC = 10;
export const DATATYPE = {
  uint8: 2,
  int16: 4,
  int32: 8,
  float32: 16,
  float64: 64,
  int8: 256,
  uint16: 512,
  uint32: 768,
  int64: 1024,
  uint64: 1280,
} as const;

/** Rows of the RAS affine (x right, y anterior), which is the LPS affine with its first two rows negated. */
export function rasAffine(grid: Grid): number[] {
  const rows: number[] = [];
  for (let row = 0; row < 3; row++) {
    const sign = row < 2 ? -1 : 1;
    for (let column = 0; column < 3; column++) rows.push(sign * grid.direction[3 * row + column] * grid.spacingMm[column] + 0);
    rows.push(sign * grid.originMm[row] + 0);
  }
  return rows;
}

export interface Quaternion {
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** -1 when the third axis is turned round, else 1. */
  readonly qfac: 1 | -1;
}

/** Quaternion of an orthonormal RAS direction (nifti_mat44_to_quatern of nifti1_io describes the four cases). */
export function quaternionOf(ras: Matrix3): Quaternion {
  const qfac = determinant(ras) < 0 ? -1 : 1;
  const [r11, r12, r13, r21, r22, r23, r31, r32, r33] = ras.map((value, at) => (at % 3 === 2 ? value * qfac : value));
  const trace = r11 + r22 + r33;
  let quaternion: [number, number, number, number];
  if (trace > 0) {
    const s = 2 * Math.sqrt(1 + trace);
    quaternion = [s / 4, (r32 - r23) / s, (r13 - r31) / s, (r21 - r12) / s];
  } else if (r11 > r22 && r11 > r33) {
    const s = 2 * Math.sqrt(1 + r11 - r22 - r33);
    quaternion = [(r32 - r23) / s, s / 4, (r12 + r21) / s, (r13 + r31) / s];
  } else if (r22 > r33) {
    const s = 2 * Math.sqrt(1 + r22 - r11 - r33);
    quaternion = [(r13 - r31) / s, (r12 + r21) / s, s / 4, (r23 + r32) / s];
  } else {
    const s = 2 * Math.sqrt(1 + r33 - r11 - r22);
    quaternion = [(r21 - r12) / s, (r13 + r31) / s, (r23 + r32) / s, s / 4];
  }
  const sign = quaternion[0] < 0 ? -1 : 1;
  return { b: sign * quaternion[1], c: sign * quaternion[2], d: sign * quaternion[3], qfac };
}

/** Rotation of a unit quaternion, third column times qfac. */
export function rotationOf({ b, c, d, qfac }: Quaternion): Matrix3 {
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const f = qfac;
  return [
    a * a + b * b - c * c - d * d,
    2 * (b * c - a * d),
    f * 2 * (b * d + a * c),
    2 * (b * c + a * d),
    a * a + c * c - b * b - d * d,
    f * 2 * (c * d - a * b),
    2 * (b * d - a * c),
    2 * (c * d + a * b),
    f * (a * a + d * d - b * b - c * c),
  ];
}

/** A grid from a RAS affine (12 numbers by rows); the columns must be orthogonal, which the reader checks first. */
export function gridFromRas(affine: readonly number[], size: Vector3): Grid {
  const column = (c: number): Vector3 => [-affine[c] + 0, -affine[4 + c] + 0, affine[8 + c] + 0];
  const columns = [column(0), column(1), column(2)];
  const spacing = columns.map((v) => Math.hypot(...v)) as unknown as Vector3;
  const unit = columns.map((v, at) => v.map((x) => x / spacing[at] + 0));
  return {
    size,
    spacingMm: spacing,
    originMm: column(3),
    direction: [unit[0][0], unit[1][0], unit[2][0], unit[0][1], unit[1][1], unit[2][1], unit[0][2], unit[1][2], unit[2][2]],
  };
}
