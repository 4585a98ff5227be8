import type { Vector3 } from '../../core/index.ts';

/**
 * Implicit solids in patient space (LPS mm). Every distance function takes bare x, y, z: it is called for hundreds of
 * millions of points, where an object per point would cost more than the geometry.
 */
export type Field = (x: number, y: number, z: number) => number;

export interface Bounds {
  readonly low: Vector3;
  readonly high: Vector3;
}

export interface Shape {
  /** Signed distance to the surface, mm, negative inside; right to first order near the surface. */
  readonly distance: Field;
  /** In (0, 1]: |distance| times this never exceeds the way to the surface along x, so a row may be walked in such steps. */
  readonly safety: number;
  readonly bounds: Bounds;
}

const FAR = 1e6;
export const EVERYWHERE: Bounds = { low: [-FAR, -FAR, -FAR], high: [FAR, FAR, FAR] };

const around = (centre: Vector3, reach: Vector3): Bounds => ({
  low: [centre[0] - reach[0], centre[1] - reach[1], centre[2] - reach[2]],
  high: [centre[0] + reach[0], centre[1] + reach[1], centre[2] + reach[2]],
});

export const grow = (bounds: Bounds, by: number): Bounds => ({
  low: [bounds.low[0] - by, bounds.low[1] - by, bounds.low[2] - by],
  high: [bounds.high[0] + by, bounds.high[1] + by, bounds.high[2] + by],
});

export const hull = (all: readonly Bounds[]): Bounds => ({
  low: [0, 1, 2].map((axis) => Math.min(...all.map((each) => each.low[axis]))) as unknown as Vector3,
  high: [0, 1, 2].map((axis) => Math.max(...all.map((each) => each.high[axis]))) as unknown as Vector3,
});

export const overlap = (a: Bounds, b: Bounds): Bounds => ({
  low: [0, 1, 2].map((axis) => Math.max(a.low[axis], b.low[axis])) as unknown as Vector3,
  high: [0, 1, 2].map((axis) => Math.min(a.high[axis], b.high[axis])) as unknown as Vector3,
});

export function sphere(options: { centre: Vector3; radiusMm: number }): Shape {
  const [cx, cy, cz] = options.centre;
  const r = options.radiusMm;
  return {
    distance: (x, y, z) => Math.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - r,
    safety: 1,
    bounds: around(options.centre, [r, r, r]),
  };
}

/** Rows are the ellipsoid's own axes in patient space. */
export type Frame = readonly [Vector3, Vector3, Vector3];
export const AXES: Frame = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Distance by k (k - 1) / |grad k|, exact to first order at the surface (Quilez, "ellipsoid - SDF"). */
export function ellipsoid(options: { centre: Vector3; radiiMm: Vector3; frame?: Frame }): Shape {
  const [cx, cy, cz] = options.centre;
  const [ra, rb, rc] = options.radiiMm;
  const [u, v, w] = options.frame ?? AXES;
  const least = Math.min(ra, rb, rc);
  const reach = [0, 1, 2].map((axis) => Math.hypot(u[axis] * ra, v[axis] * rb, w[axis] * rc)) as unknown as Vector3;
  return {
    distance: (x, y, z) => {
      const px = x - cx;
      const py = y - cy;
      const pz = z - cz;
      const a = (px * u[0] + py * u[1] + pz * u[2]) / ra;
      const b = (px * v[0] + py * v[1] + pz * v[2]) / rb;
      const c = (px * w[0] + py * w[1] + pz * w[2]) / rc;
      const k = Math.sqrt(a * a + b * b + c * c);
      if (k < 1e-9) return -least;
      return (k * (k - 1)) / Math.sqrt((a / ra) ** 2 + (b / rb) ** 2 + (c / rc) ** 2);
    },
    safety: least / Math.max(ra, rb, rc),
    bounds: around(options.centre, reach),
  };
}

/** A rod between two points, its radius changing evenly from one end to the other; both ends round. */
export function rod(options: { from: Vector3; to: Vector3; radiusMm: number; endRadiusMm?: number }): Shape {
  const [ax, ay, az] = options.from;
  const [bx, by, bz] = [options.to[0] - ax, options.to[1] - ay, options.to[2] - az];
  const length2 = bx * bx + by * by + bz * bz;
  const r0 = options.radiusMm;
  const slope = (options.endRadiusMm ?? r0) - r0;
  const widest = Math.max(r0, r0 + slope);
  return {
    distance: (x, y, z) => {
      const px = x - ax;
      const py = y - ay;
      const pz = z - az;
      const t = Math.min(1, Math.max(0, (px * bx + py * by + pz * bz) / length2));
      return Math.sqrt((px - t * bx) ** 2 + (py - t * by) ** 2 + (pz - t * bz) ** 2) - (r0 + slope * t);
    },
    safety: 1 / Math.hypot(1, slope / Math.sqrt(length2)),
    bounds: grow(hull([around(options.from, [0, 0, 0]), around(options.to, [0, 0, 0])]), widest),
  };
}

/** Box with rounded edges. */
export function block(options: { centre: Vector3; halfMm: Vector3; roundMm: number; frame?: Frame }): Shape {
  const [cx, cy, cz] = options.centre;
  const r = options.roundMm;
  const [ha, hb, hc] = options.halfMm.map((half) => half - r);
  const [u, v, w] = options.frame ?? AXES;
  const reach = [0, 1, 2].map(
    (axis) => Math.abs(u[axis]) * options.halfMm[0] + Math.abs(v[axis]) * options.halfMm[1] + Math.abs(w[axis]) * options.halfMm[2],
  ) as unknown as Vector3;
  return {
    distance: (x, y, z) => {
      const px = x - cx;
      const py = y - cy;
      const pz = z - cz;
      const a = Math.abs(px * u[0] + py * u[1] + pz * u[2]) - ha;
      const b = Math.abs(px * v[0] + py * v[1] + pz * v[2]) - hb;
      const c = Math.abs(px * w[0] + py * w[1] + pz * w[2]) - hc;
      const out = Math.sqrt(Math.max(a, 0) ** 2 + Math.max(b, 0) ** 2 + Math.max(c, 0) ** 2);
      return out + Math.min(Math.max(a, b, c), 0) - r;
    },
    safety: 1,
    bounds: around(options.centre, reach),
  };
}
