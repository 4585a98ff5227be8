import type { Vector3 } from '../../core/index.ts';

export interface Eigen {
  /** Descending. */
  readonly values: Vector3;
  readonly vectors: readonly [Vector3, Vector3, Vector3];
}

const SWEEPS = 12;

/** Eigen-decomposition of a symmetric 3x3 matrix (cyclic Jacobi); each vector's largest component is positive. */
export function eigenOf(m: readonly number[]): Eigen {
  const a = [
    [m[0], m[3], m[4]],
    [m[3], m[1], m[5]],
    [m[4], m[5], m[2]],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (let p = 0; p < 2; p++)
      for (let q = p + 1; q < 3; q++) {
        if (Math.abs(a[p][q]) < 1e-14) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let n = 0; n < 3; n++) {
          const [x, y] = [a[n][p], a[n][q]];
          a[n][p] = c * x - s * y;
          a[n][q] = s * x + c * y;
        }
        for (let n = 0; n < 3; n++) {
          const [x, y] = [a[p][n], a[q][n]];
          a[p][n] = c * x - s * y;
          a[q][n] = s * x + c * y;
          const [vx, vy] = [v[n][p], v[n][q]];
          v[n][p] = c * vx - s * vy;
          v[n][q] = s * vx + c * vy;
        }
      }
  const order = [0, 1, 2].sort((x, y) => a[y][y] - a[x][x] || x - y);
  const vectors = order.map((n) => {
    const vector = [v[0][n], v[1][n], v[2][n]];
    const lead = vector.reduce((top, each) => (Math.abs(each) > Math.abs(top) + 1e-12 ? each : top), 0);
    return lead < 0 ? vector.map((each) => -each) : vector;
  }) as unknown as [Vector3, Vector3, Vector3];
  return { values: order.map((n) => a[n][n]) as unknown as Vector3, vectors };
}
