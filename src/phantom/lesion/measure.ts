import type { Vector3 } from '../../core/index.ts';
import type { Field, Frame, Shape } from '../shape/index.ts';

/** Samples per axis of the quadrature. */
const SAMPLES = 64;

/**
 * Volume (mm3) and centroid of a shape by its equation: 64^3 cells over its box, surface cells counted by the share the
 * distance gives. Within 0.5 % of the closed form for a sphere (tested).
 */
export function measure(shape: Shape): { readonly volumeMm3: number; readonly centroidMm: Vector3 } {
  const { low, high } = shape.bounds;
  const step = [0, 1, 2].map((axis) => (high[axis] - low[axis]) / SAMPLES);
  const reach = Math.cbrt(step[0] * step[1] * step[2]) / 2;
  const sum = [0, 0, 0, 0];
  for (let k = 0; k < SAMPLES; k++)
    for (let j = 0; j < SAMPLES; j++)
      for (let i = 0; i < SAMPLES; i++) {
        const x = low[0] + (i + 0.5) * step[0];
        const y = low[1] + (j + 0.5) * step[1];
        const z = low[2] + (k + 0.5) * step[2];
        const d = shape.distance(x, y, z);
        if (d >= reach) continue;
        const share = d <= -reach ? 1 : 0.5 - d / (2 * reach);
        sum[0] += share;
        sum[1] += share * x;
        sum[2] += share * y;
        sum[3] += share * z;
      }
  const cell = step[0] * step[1] * step[2];
  return { volumeMm3: sum[0] * cell, centroidMm: [sum[1] / sum[0], sum[2] / sum[0], sum[3] / sum[0]] };
}

/** Unit gradient of a field by central differences 0.2 mm apart. */
export function normalAt(field: Field, at: Vector3): Vector3 {
  const [x, y, z] = at;
  const h = 0.1;
  const g = [
    field(x + h, y, z) - field(x - h, y, z),
    field(x, y + h, z) - field(x, y - h, z),
    field(x, y, z + h) - field(x, y, z - h),
  ] as const;
  const n = Math.hypot(...g) || 1;
  return [g[0] / n, g[1] / n, g[2] / n];
}

/** Moves a point along the gradient until the field is `level`; null when it does not come within 0.15 mm. */
export function projectTo(field: Field, options: { at: Vector3; level: number }): Vector3 | null {
  let p = options.at;
  for (let turn = 0; turn < 12; turn++) {
    const off = field(...p) - options.level;
    if (Math.abs(off) < 0.02) return p;
    const n = normalAt(field, p);
    p = [p[0] - off * n[0], p[1] - off * n[1], p[2] - off * n[2]];
  }
  return Math.abs(field(...p) - options.level) < 0.15 ? p : null;
}

/** A right-handed frame whose third axis is `along`, turned about it by `turn` radians. */
export function frameAlong(along: Vector3, turn: number): Frame {
  const helper: Vector3 = Math.abs(along[2]) < 0.8 ? [0, 0, 1] : [1, 0, 0];
  const u = unit(cross(helper, along));
  const v = cross(along, u);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const a: Vector3 = [c * u[0] + s * v[0], c * u[1] + s * v[1], c * u[2] + s * v[2]];
  return [a, cross(along, a), along];
}

export const cross = (a: Vector3, b: Vector3): Vector3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

export const unit = (a: Vector3): Vector3 => {
  const n = Math.hypot(...a) || 1;
  return [a[0] / n, a[1] / n, a[2] / n];
};
