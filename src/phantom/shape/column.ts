import { EVERYWHERE, type Field, type Shape } from './shape.ts';

/** Smooth (Catmull-Rom on uneven knots, clamped ends) curve through (z, value) pairs given in ascending z. */
export function curve(knots: readonly (readonly [number, number])[]): (z: number) => number {
  const at = knots.map((knot) => knot[0]);
  const to = knots.map((knot) => knot[1]);
  const last = at.length - 1;
  const slope = at.map((_, k) => {
    const low = Math.max(0, k - 1);
    const high = Math.min(last, k + 1);
    return high === low ? 0 : (to[high] - to[low]) / (at[high] - at[low]);
  });
  return (z) => {
    if (z <= at[0]) return to[0];
    if (z >= at[last]) return to[last];
    let k = 0;
    while (z > at[k + 1]) k++;
    const h = at[k + 1] - at[k];
    const t = (z - at[k]) / h;
    const s = 1 - t;
    return (1 + 2 * t) * s * s * to[k] + t * s * s * h * slope[k] + t * t * (3 - 2 * t) * to[k + 1] + t * t * (t - 1) * h * slope[k + 1];
  };
}

export interface ColumnOptions {
  readonly centreX: (z: number) => number;
  readonly centreY: (z: number) => number;
  readonly halfX: (z: number) => number;
  readonly halfY: (z: number) => number;
  /** 0 = ellipse, 1 = superellipse of power 4 (nearly a rounded rectangle). */
  readonly square: number;
}

/** A body along z whose cross-section is an ellipse to rounded rectangle; ends are left to an intersection. */
export function column(options: ColumnOptions): Shape {
  const { centreX, centreY, halfX, halfY, square } = options;
  // The outline depends on z alone and rows share their z: one evaluation of the four curves per plane.
  let known = Number.NaN;
  let cx = 0;
  let cy = 0;
  let a = 1;
  let b = 1;
  const distance: Field = (x, y, z) => {
    if (z !== known) {
      known = z;
      cx = centreX(z);
      cy = centreY(z);
      a = halfX(z);
      b = halfY(z);
    }
    const p = (x - cx) / a;
    const q = (y - cy) / b;
    const p2 = p * p;
    const q2 = q * q;
    const round = Math.sqrt(p2 + q2);
    if (round < 1e-9) return -Math.min(a, b);
    const box = Math.sqrt(Math.sqrt(p2 * p2 + q2 * q2));
    const k = round + square * (box - round);
    const box3 = box * box * box;
    const gp = ((1 - square) * p) / round + (square * p * p2) / box3;
    const gq = ((1 - square) * q) / round + (square * q * q2) / box3;
    return (k - 1) / Math.sqrt((gp / a) ** 2 + (gq / b) ** 2);
  };
  return { distance, safety: 0.6, bounds: EVERYWHERE };
}

/** Slow waves of a few mm that keep an outline from being an ellipse; the slope stays under 0.35 for amplitude <= 4 mm. */
export function waves(options: { amplitudeMm: number; phase: number; lengthMm: number }): Field {
  const f = (2 * Math.PI) / options.lengthMm;
  const { amplitudeMm: a, phase } = options;
  return (x, y, z) =>
    a *
    (0.5 * Math.sin(f * (x + 0.6 * z) + phase) +
      0.3 * Math.sin(1.31 * f * (y - 0.5 * z) + 1.7 * phase) +
      0.2 * Math.sin(1.77 * f * (x - y) + 2.9 * phase));
}

export const wavy = (shape: Shape, wave: Field): Shape => ({
  distance: (x, y, z) => shape.distance(x, y, z) + wave(x, y, z),
  safety: shape.safety * 0.85,
  bounds: shape.bounds,
});

/** Between two planes z = low and z = high. */
export const slab = (options: { lowZ: number; highZ: number }): Shape => ({
  distance: (_x, _y, z) => Math.max(options.lowZ - z, z - options.highZ),
  safety: 1,
  bounds: { low: [-1e6, -1e6, options.lowZ], high: [1e6, 1e6, options.highZ] },
});
