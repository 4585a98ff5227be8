import type { Random, Vector3 } from '../../core/index.ts';
import {
  difference,
  ellipsoid,
  type Field,
  type Frame,
  intersection,
  offset,
  type Path,
  path,
  rod,
  type Shape,
  shell,
  sphere,
  tangent,
  tube,
  union,
} from '../shape/index.ts';
import { frameAlong, unit } from './measure.ts';

/** A lesion's solid with its volume where a formula gives it; otherwise the volume is found by quadrature. */
export interface Form {
  readonly shape: Shape;
  readonly volumeMm3: number | null;
  readonly hu?: Field;
}

export const ball = (centre: Vector3, radiusMm: number): Form => ({
  shape: sphere({ centre, radiusMm }),
  volumeMm3: (4 / 3) * Math.PI * radiusMm ** 3,
});

export const ellipse = (options: { centre: Vector3; radiiMm: Vector3; frame?: Frame }): Form => ({
  shape: ellipsoid(options),
  volumeMm3: (4 / 3) * Math.PI * options.radiiMm[0] * options.radiiMm[1] * options.radiiMm[2],
});

/** Grape of balls about a centre, close enough to be one body; `radiusMm` is about its equivalent radius. */
export function grape(options: { centre: Vector3; radiusMm: number; random: Random; lobes: number }): Form {
  const { centre, radiusMm: r, random, lobes } = options;
  const balls: Shape[] = [sphere({ centre, radiusMm: 0.62 * r })];
  for (let n = 0; n < lobes; n++) {
    const along = unit([random.normal(), random.normal(), random.normal()]);
    const way = r * (0.45 + 0.2 * random.next());
    balls.push(
      sphere({
        centre: [centre[0] + along[0] * way, centre[1] + along[1] * way, centre[2] + along[2] * way],
        radiusMm: r * (0.36 + 0.16 * random.next()),
      }),
    );
  }
  return { shape: union(balls, 0.15 * r), volumeMm3: null };
}

/** A rod with round ends; volume of cylinder plus ball. */
export const stick = (options: { from: Vector3; to: Vector3; radiusMm: number }): Form => {
  const length = Math.hypot(options.to[0] - options.from[0], options.to[1] - options.from[1], options.to[2] - options.from[2]);
  const r = options.radiusMm;
  return { shape: rod(options), volumeMm3: Math.PI * r * r * length + (4 / 3) * Math.PI * r ** 3 };
};

/** A piece of the layer at `depthMm` under a surface, cut out by an uneven disc about `centre`. */
export function patchOf(
  surface: Shape,
  options: {
    centre: Vector3;
    depthMm: number;
    thicknessMm: number;
    radiusMm: number;
    phase: number;
    net?: { meshMm: number; strandMm: number };
  },
): Form {
  const { centre, radiusMm, phase, net } = options;
  const edge: Shape = {
    distance: (x, y, z) => {
      const [px, py, pz] = [x - centre[0], y - centre[1], z - centre[2]];
      const d = Math.sqrt(px * px + py * py + pz * pz);
      return (
        d -
        radiusMm * (1 + 0.18 * Math.sin((7 / radiusMm) * (px + 0.7 * py) + phase) * Math.sin((6 / radiusMm) * (pz - 0.4 * px) + 2 * phase))
      );
    },
    safety: 0.4,
    bounds: sphere({ centre, radiusMm: radiusMm * 1.2 }).bounds,
  };
  const parts = [shell(surface, { depthMm: options.depthMm, thicknessMm: options.thicknessMm }), edge];
  if (net) parts.push(mesh(net, edge));
  return { shape: { ...intersection(parts), bounds: edge.bounds }, volumeMm3: null };
}

/** Strands about walls of a slanted grid: what is left of a sheet that is a net. */
function mesh(net: { meshMm: number; strandMm: number }, about: Shape): Shape {
  const wall = (t: number): number => Math.abs(t - net.meshMm * Math.round(t / net.meshMm)) - net.strandMm / 2;
  return {
    distance: (x, y, z) => Math.min(wall(0.8 * x + 0.6 * z), wall(0.8 * z - 0.6 * x), wall(0.6 * y + 0.8 * z)),
    safety: 0.9,
    bounds: about.bounds,
  };
}

/** What a patch of wall is by its own measures: a strip is longer than twice its way around the vessel. */
export const plaqueForm = (options: { arc: number; radiusMm: number; lengthMm: number }): 'linear' | 'sheet' =>
  options.lengthMm > 2 * options.arc * options.radiusMm ? 'linear' : 'sheet';

/** Part of a vessel's wall: `arc` radians of it over `lengthMm`, about a sampled point of its course. */
export function plaque(line: Path, options: { index: number; facing: number; arc: number; lengthMm: number; thicknessMm: number }): Form {
  const at = line.points[options.index];
  const along = tangent(line, options.index);
  const [u, v] = frameAlong(along, options.facing);
  const around = options.index;
  const part: Path = {
    points: line.points.slice(Math.max(0, around - 14), around + 15),
    radiiMm: line.radiiMm.slice(Math.max(0, around - 14), around + 15),
  };
  const lumen = tube(part);
  const wall = shell(lumen, { depthMm: options.thicknessMm / 2 - 0.3, thicknessMm: options.thicknessMm });
  const radius = line.radiiMm[options.index];
  const half = options.arc / 2;
  const [c, s] = [Math.cos(half), Math.sin(half)];
  const sector: Shape = {
    distance: (x, y, z) => {
      const [px, py, pz] = [x - at[0], y - at[1], z - at[2]];
      const a = px * u[0] + py * u[1] + pz * u[2];
      const b = Math.abs(px * v[0] + py * v[1] + pz * v[2]);
      const w = Math.abs(px * along[0] + py * along[1] + pz * along[2]);
      return Math.max(b * c - a * s, w - options.lengthMm / 2);
    },
    safety: 0.9,
    bounds: sphere({ centre: at, radiusMm: Math.hypot(radius + 1, options.lengthMm / 2) }).bounds,
  };
  return { shape: { ...intersection([wall, sector]), bounds: sector.bounds }, volumeMm3: null };
}

/** Ball with a lucent middle, as a phlebolith; the middle is `huCore`, the volume counts the whole stone. */
export const stone = (options: { centre: Vector3; radiusMm: number; hu: number; huCore: number }): Form => {
  const [cx, cy, cz] = options.centre;
  const inner = 0.45 * options.radiusMm;
  return {
    ...ball(options.centre, options.radiusMm),
    hu: (x, y, z) => (Math.hypot(x - cx, y - cy, z - cz) < inner ? options.huCore : options.hu),
  };
};

/** A form that gives way to bone it touches. */
export const besideBone = (form: Form, bone: Shape): Form => ({
  ...form,
  shape: difference(form.shape, [offset(bone, 0)]),
  volumeMm3: null,
});

/** Length `lengthMm` of a course about a sampled point. */
export function alongPath(line: Path, options: { index: number; lengthMm: number; radiusMm: number }): Form {
  const at = line.points[options.index];
  const reach = options.lengthMm / 2;
  const near = line.points.filter((p) => Math.hypot(p[0] - at[0], p[1] - at[1], p[2] - at[2]) <= reach);
  if (near.length < 2) {
    const t = tangent(line, options.index);
    const end = (s: number): Vector3 => [at[0] + s * reach * t[0], at[1] + s * reach * t[1], at[2] + s * reach * t[2]];
    return stick({ from: end(-1), to: end(1), radiusMm: options.radiusMm });
  }
  return { shape: tube(path(near.map((p) => ({ at: p, radiusMm: options.radiusMm })))), volumeMm3: null };
}
