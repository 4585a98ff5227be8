import type { Vector3 } from '../../core/index.ts';

/** Second moments of a weighted point cloud, mm and mm2. Symmetric matrix as xx, yy, zz, xy, xz, yz. */
export interface Moments {
  readonly weight: number;
  readonly centreMm: Vector3;
  readonly covariance: readonly [number, number, number, number, number, number];
}

/** Moments of voxel values within a mask; negative values count, so that noise cancels. Positions from the first voxel's centre. */
export function momentsOf(values: Float32Array, options: { mask: Uint8Array; size: Vector3; spacingMm: Vector3 }): Moments {
  const { mask, size, spacingMm } = options;
  const s = new Float64Array(10);
  let at = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, at++) {
        if (mask[at] === 0) continue;
        const w = values[at];
        const x = i * spacingMm[0];
        const y = j * spacingMm[1];
        const z = k * spacingMm[2];
        s[0] += w;
        s[1] += w * x;
        s[2] += w * y;
        s[3] += w * z;
        s[4] += w * x * x;
        s[5] += w * y * y;
        s[6] += w * z * z;
        s[7] += w * x * y;
        s[8] += w * x * z;
        s[9] += w * y * z;
      }
  const n = s[0] || 1;
  const c: Vector3 = [s[1] / n, s[2] / n, s[3] / n];
  return {
    weight: s[0],
    centreMm: c,
    covariance: [
      s[4] / n - c[0] * c[0],
      s[5] / n - c[1] * c[1],
      s[6] / n - c[2] * c[2],
      s[7] / n - c[0] * c[1],
      s[8] / n - c[0] * c[2],
      s[9] / n - c[1] * c[2],
    ],
  };
}
