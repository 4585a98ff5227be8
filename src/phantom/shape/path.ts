import type { Vector3 } from '../../core/index.ts';
import { grow, hull, type Shape } from './shape.ts';

/** A smooth centre line (Catmull-Rom through the points), sampled; every vessel and tendon runs along one. */
export interface Path {
  readonly points: readonly Vector3[];
  /** Radius at each point, mm. */
  readonly radiiMm: readonly number[];
}

const STEP_MM = 3;

export function path(knots: readonly { readonly at: Vector3; readonly radiusMm: number }[]): Path {
  const points: Vector3[] = [];
  const radiiMm: number[] = [];
  for (let k = 0; k + 1 < knots.length; k++) {
    const p0 = knots[Math.max(0, k - 1)].at;
    const p1 = knots[k].at;
    const p2 = knots[k + 1].at;
    const p3 = knots[Math.min(knots.length - 1, k + 2)].at;
    const length = Math.hypot(p2[0] - p1[0], p2[1] - p1[1], p2[2] - p1[2]);
    const steps = Math.max(1, Math.ceil(length / STEP_MM));
    for (let s = 0; s < steps; s++) {
      const t = s / steps;
      points.push(
        [0, 1, 2].map(
          (a) =>
            0.5 *
            (2 * p1[a] +
              (p2[a] - p0[a]) * t +
              (2 * p0[a] - 5 * p1[a] + 4 * p2[a] - p3[a]) * t * t +
              (3 * p1[a] - p0[a] - 3 * p2[a] + p3[a]) * t ** 3),
        ) as unknown as Vector3,
      );
      radiiMm.push(knots[k].radiusMm * (1 - t) + knots[k + 1].radiusMm * t);
    }
  }
  points.push(knots[knots.length - 1].at);
  radiiMm.push(knots[knots.length - 1].radiusMm);
  return { points, radiiMm };
}

/** Unit direction of the path at a sampled point. */
export function tangent(line: Path, index: number): Vector3 {
  const a = line.points[Math.max(0, index - 1)];
  const b = line.points[Math.min(line.points.length - 1, index + 1)];
  const d = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const n = Math.hypot(...d) || 1;
  return [d[0] / n, d[1] / n, d[2] / n];
}

/** The solid around a path, grown by `growMm`. Segments are kept in chunks with boxes so that far ones cost nothing. */
export function tube(line: Path, growMm = 0): Shape {
  const count = line.points.length - 1;
  const flat = new Float64Array(8 * count);
  for (let s = 0; s < count; s++) {
    const [a, b] = [line.points[s], line.points[s + 1]];
    flat.set([a[0], a[1], a[2], b[0] - a[0], b[1] - a[1], b[2] - a[2], line.radiiMm[s], line.radiiMm[s + 1] - line.radiiMm[s]], 8 * s);
  }
  const boxes: number[][] = [];
  for (let first = 0; first < count; first += 8) {
    const last = Math.min(count, first + 8);
    const part = hull(line.points.slice(first, last + 1).map((p) => ({ low: p, high: p })));
    const widest = Math.max(...line.radiiMm.slice(first, last + 1));
    boxes.push([first, last, ...part.low, ...part.high, widest]);
  }
  return {
    distance: (x, y, z) => {
      let best = 1e9;
      for (const box of boxes) {
        const ox = Math.max(box[2] - x, 0, x - box[5]);
        const oy = Math.max(box[3] - y, 0, y - box[6]);
        const oz = Math.max(box[4] - z, 0, z - box[7]);
        if (Math.sqrt(ox * ox + oy * oy + oz * oz) - box[8] >= best) continue;
        for (let s = 8 * box[0]; s < 8 * box[1]; s += 8) {
          const px = x - flat[s];
          const py = y - flat[s + 1];
          const pz = z - flat[s + 2];
          const bx = flat[s + 3];
          const by = flat[s + 4];
          const bz = flat[s + 5];
          const t = Math.min(1, Math.max(0, (px * bx + py * by + pz * bz) / (bx * bx + by * by + bz * bz)));
          const d = Math.sqrt((px - t * bx) ** 2 + (py - t * by) ** 2 + (pz - t * bz) ** 2) - flat[s + 6] - t * flat[s + 7];
          if (d < best) best = d;
        }
      }
      return best - growMm;
    },
    safety: 0.9,
    bounds: grow(hull(line.points.map((p) => ({ low: p, high: p }))), Math.max(...line.radiiMm) + growMm),
  };
}
