import type { Grid, Vector3 } from '../../core/index.ts';
import { createRandom, IDENTITY } from '../../core/index.ts';

/** A solid as a signed distance, mm: negative inside. */
export type Solid = (point: Vector3) => number;

export const ball =
  (centre: Vector3, radius: number): Solid =>
  (p) =>
    Math.hypot(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]) - radius;

export const shell =
  (centre: Vector3, outer: number, thickness: number): Solid =>
  (p) => {
    const r = Math.hypot(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]);
    return Math.max(r - outer, outer - thickness - r);
  };

/** Axis-aligned slab with rectangular extent. */
export const slab =
  (centre: Vector3, half: Vector3): Solid =>
  (p) =>
    Math.max(...[0, 1, 2].map((n) => Math.abs(p[n] - centre[n]) - half[n]));

export const capsule =
  (from: Vector3, to: Vector3, radius: number): Solid =>
  (p) => {
    const d = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const length = d[0] ** 2 + d[1] ** 2 + d[2] ** 2;
    const t = Math.min(1, Math.max(0, ((p[0] - from[0]) * d[0] + (p[1] - from[1]) * d[1] + (p[2] - from[2]) * d[2]) / length));
    return Math.hypot(p[0] - from[0] - t * d[0], p[1] - from[1] - t * d[1], p[2] - from[2] - t * d[2]) - radius;
  };

export interface Scene {
  readonly grid: Grid;
  readonly solid: Solid;
  readonly materialHu: number;
  readonly background: (point: Vector3) => number;
  readonly psfMm: number;
  readonly noiseHu: number;
  readonly seed: number;
}

const SUBSAMPLES = 4;

export const gridOf = (size: Vector3, spacingMm: Vector3): Grid => ({ size, spacingMm, originMm: [0, 0, 0], direction: IDENTITY });

/**
 * Voxel averages (4 x 4 x 4 samples per voxel) of a scene, then a Gaussian in the plane and along the axis, then
 * noise that the kernel has correlated a little. Independent of the product's own blur.
 */
export function render(scene: Scene): Int16Array {
  const { grid, solid, materialHu, background, psfMm } = scene;
  const [nx, ny, nz] = grid.size;
  const n = SUBSAMPLES;
  const [fx, fy, fz] = [nx * n, ny * n, nz * n];
  const cell = grid.spacingMm.map((each) => each / n);
  let field: Float64Array = new Float64Array(fx * fy * fz);
  let at = 0;
  for (let c = 0; c < fz; c++)
    for (let b = 0; b < fy; b++)
      for (let a = 0; a < fx; a++) {
        const p: Vector3 = [
          (a + 0.5) * cell[0] - grid.spacingMm[0] / 2,
          (b + 0.5) * cell[1] - grid.spacingMm[1] / 2,
          (c + 0.5) * cell[2] - grid.spacingMm[2] / 2,
        ];
        field[at++] = solid(p) <= 0 ? materialHu : background(p);
      }
  const stride = [1, fx, fx * fy];
  const sizes = [fx, fy, fz];
  for (let axis = 0; axis < 3; axis++) field = smooth(field, { sizes, stride: stride[axis], axis, sigma: psfMm / cell[axis] });
  const random = createRandom(scene.seed);
  const out = new Int16Array(nx * ny * nz);
  at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        let sum = 0;
        for (let c = 0; c < n; c++)
          for (let b = 0; b < n; b++) for (let a = 0; a < n; a++) sum += field[i * n + a + fx * (j * n + b + fy * (k * n + c))];
        out[at++] = Math.round(sum / n ** 3 + scene.noiseHu * random.normal());
      }
  return out;
}

function smooth(field: Float64Array, o: { sizes: number[]; stride: number; axis: number; sigma: number }): Float64Array {
  const reach = Math.ceil(4 * o.sigma);
  if (reach === 0) return field;
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, n) => Math.exp(-0.5 * ((n - reach) / o.sigma) ** 2));
  const total = kernel.reduce((a, b) => a + b, 0);
  const out = new Float64Array(field.length);
  const last = o.sizes[o.axis] - 1;
  for (let at = 0; at < field.length; at++) {
    const along = Math.floor(at / o.stride) % o.sizes[o.axis];
    let sum = 0;
    for (let n = -reach; n <= reach; n++) {
      const to = Math.min(last, Math.max(0, along + n));
      sum += kernel[n + reach] * field[at + (to - along) * o.stride];
    }
    out[at] = sum / total;
  }
  return out;
}

/** Effective blur of `render`: the Gaussian and the voxel box. */
export const effectiveSigma = (psfMm: number, spacingMm: Vector3): Vector3 =>
  spacingMm.map((each) => Math.sqrt(psfMm ** 2 + each ** 2 / 12)) as unknown as Vector3;
