import type { Region, Vector3 } from '../../core/index.ts';
import { block, column, curve, ellipsoid, intersection, nearest, rod, type Shape, slab, sphere, union } from '../shape/index.ts';
import { type Body, boneLayers, type Course, course, courseLayers, HU, type Joint, type Phase, UNENHANCED } from './body.ts';

const SKIN_MM = 1.5;
/** Middle of the hand: a right hand beside the trunk, palm forward (-y), fingers towards the feet (-z), thumb at -x. */
const X = -150;

interface Ray {
  readonly name: string;
  /** Base of the metacarpal, then the joints, then the tip. */
  readonly points: readonly Vector3[];
  readonly radiusMm: number;
}

const finger = (name: string, x: number, spread: number, lengths: readonly [number, number, number], radiusMm: number): Ray => {
  const points: Vector3[] = [
    [X + 0.75 * x, 2, 22],
    [X + x, 0, -36],
  ];
  let z = -36;
  lengths.forEach((length, n) => {
    z -= length;
    points.push([X + x + spread * (n + 1) * 3, 0.5 * n, z]);
  });
  return { name, points, radiusMm };
};

const RAYS: readonly Ray[] = [
  {
    name: 'thumb',
    points: [
      [X - 24, -4, 26],
      [X - 46, -11, -12],
      [X - 60, -14, -42],
      [X - 68, -15, -66],
    ],
    radiusMm: 10.5,
  },
  finger('index', -25, -1, [40, 24, 20], 8.6),
  finger('middle', -8, -0.2, [44, 27, 21], 8.8),
  finger('ring', 9, 0.5, [41, 26, 20], 8.4),
  finger('little', 24, 1.3, [33, 19, 18], 7.6),
];

const between = (a: Vector3, b: Vector3, t: number): Vector3 => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];

const palm = (shrinkMm: number): Shape =>
  union(
    [
      block({ centre: [X - 1, 0, -8], halfMm: [41 - shrinkMm, 14.5 - shrinkMm * 0.7, 38], roundMm: 11 - shrinkMm * 0.6 }),
      intersection([
        column({
          centreX: () => X,
          centreY: () => 1,
          halfX: (z) =>
            curve([
              [20, 33],
              [50, 29],
              [140, 33],
            ])(z) - shrinkMm,
          halfY: (z) =>
            curve([
              [20, 17],
              [50, 20],
              [140, 25],
            ])(z) -
            shrinkMm * 0.8,
          square: 0.3,
        }),
        slab({ lowZ: 18, highZ: 150 }),
      ]),
      rod({ from: [X - 26, -4, 24], to: [X - 44, -10, -8], radiusMm: 15 - shrinkMm, endRadiusMm: 12 - shrinkMm }),
    ],
    12,
  );

/** Bones of one ray with a gap of 1.6 mm at each joint; shafts waisted. */
function rayBones(ray: Ray): { name: string; shape: Shape; cortexMm: number; marrow: number }[] {
  return ray.points.slice(0, -1).map((from, n) => {
    const to = ray.points[n + 1];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
    const end = ray.radiusMm * (n === 0 ? 0.74 : 0.7 - 0.05 * n);
    const inset = (end + 0.8) / length;
    const tip = n === ray.points.length - 2 ? 1 - 5.5 / length : 1 - inset;
    const base = between(from, to, n === 0 ? 0.04 : inset);
    const head = between(from, to, tip);
    const shape = union(
      [
        sphere({ centre: base, radiusMm: end }),
        rod({ from: base, to: head, radiusMm: end * 0.68 }),
        sphere({ centre: head, radiusMm: end * (tip > 1 - inset ? 0.6 : 0.95) }),
      ],
      3,
    );
    return { name: `${ray.name} ${n}`, shape, cortexMm: 1.3, marrow: 120 };
  });
}

const CARPALS: readonly (readonly [number, number, number, number])[] = [
  [-16, -1, 47, 7.2],
  [-2, 0, 50, 7],
  [11, 1, 48, 6],
  [13, -7, 45, 3.8],
  [-22, -3, 33, 6],
  [-11, 1, 33, 5.6],
  [1, 1, 34, 7.4],
  [15, -2, 33, 6.4],
];

/** Right wrist and hand. */
export function hand(phase: Phase = UNENHANCED): Body {
  const fingers = RAYS.map((ray) =>
    union(
      ray.points
        .slice(1, -1)
        .map((from, n) =>
          rod({ from, to: ray.points[n + 2], radiusMm: ray.radiusMm * (1.06 - 0.06 * n), endRadiusMm: ray.radiusMm * (1 - 0.06 * n) }),
        ),
      2,
    ),
  );
  const outline = union([palm(0), ...fingers], 6);
  const fascia = palm(5.5);
  const bones = [
    {
      name: 'radius',
      cortexMm: 1.6,
      marrow: 130,
      shape: rod({ from: [X - 11, 1, 66], to: [X - 13, 2, 160], radiusMm: 11, endRadiusMm: 8 }),
    },
    {
      name: 'ulna',
      cortexMm: 1.6,
      marrow: 110,
      shape: rod({ from: [X + 14, 4, 66], to: [X + 13, 5, 160], radiusMm: 7.5, endRadiusMm: 7 }),
    },
    ...CARPALS.map(([x, y, z, r], n) => ({
      name: `carpal ${n}`,
      cortexMm: 1.1,
      marrow: 170,
      shape: ellipsoid({ centre: [X + x, y, z], radiiMm: [r, r * 1.05, r * 0.95] }),
    })),
    ...RAYS.flatMap(rayBones),
    // Sesamoids of the thumb: small, round, dense and normal.
    ...[-5, 4].map((dx) => ({
      name: 'sesamoid',
      cortexMm: 0.8,
      marrow: 300,
      shape: ellipsoid({ centre: [X - 47 + dx, -20, -13], radiiMm: [2.4, 1.9, 3] }),
    })),
  ];
  const joints = handJoints();
  const { arteries, veins, tendons } = handCourses();
  return {
    name: 'hand',
    layers: [
      { name: 'cushion', shape: block({ centre: [X, 52, 0], halfMm: [110, 20, 1e5], roundMm: 8 }), hu: -930 },
      { name: 'skin and fat', shape: outline, hu: HU.skin, core: { depthMm: SKIN_MM, hu: HU.fat + 25 } },
      { name: 'fascia and muscle', shape: fascia, hu: HU.fascia, core: { depthMm: 0.8, hu: HU.muscle } },
      ...courseLayers({ veins, arteries, tendons, phase }),
      ...joints.map((joint) => ({ name: 'joint', shape: joint.capsule, hu: HU.joint + 5 })),
      ...bones.flatMap((bone) => boneLayers(bone)),
    ],
    outline,
    skinMm: SKIN_MM,
    fascia,
    septa: [],
    muscle: fascia,
    bone: nearest(bones.map((bone) => bone.shape)),
    bones,
    joints,
    arteries,
    veins,
    tendons,
    nodes: [],
    organs: [],
    cartilages: [],
    locate: (at) => ({ region: handRegion(at), side: 'right' }),
  };
}

function handRegion([x, , z]: Vector3): Region {
  if (z > 78) return 'forearm';
  if (z > 26) return 'wrist';
  if (x < X - 46 && z < -10) return 'finger';
  return z < -40 ? 'finger' : 'hand';
}

function handJoints(): Joint[] {
  const wrist: Vector3 = [X - 2, 1, 55];
  const small = RAYS.flatMap((ray) =>
    ray.points.slice(1, -1).map(
      (centre, n): Joint => ({
        name: `${ray.name} joint ${n + 1}`,
        region: handRegion(centre),
        side: 'right',
        centre,
        capsule: ellipsoid({ centre, radiiMm: [ray.radiusMm * 0.85, ray.radiusMm * 0.78, ray.radiusMm * 0.8] }),
      }),
    ),
  );
  return [
    { name: 'wrist', region: 'wrist', side: 'right', centre: wrist, capsule: ellipsoid({ centre: wrist, radiiMm: [25, 12, 10] }) },
    ...small,
  ];
}

function handCourses(): { arteries: Course[]; veins: Course[]; tendons: Course[] } {
  const long = RAYS.slice(1);
  const shifted = (ray: Ray, dx: number, y: number, radiusMm: number) =>
    ray.points.slice(1).map((p, n) => [p[0] + dx, p[1] + y * (1 - 0.08 * n), p[2] + (n === 3 ? 8 : 0), radiusMm] as const);
  return {
    arteries: [
      course('radial artery', [
        [X - 20, -13, 140, 1.7],
        [X - 22, -12, 60, 1.6],
        [X - 20, -11, 10, 1.3],
      ]),
      course('ulnar artery', [
        [X + 18, -12, 140, 1.6],
        [X + 18, -13, 55, 1.6],
        [X + 10, -10, 0, 1.3],
        [X - 14, -10, -6, 1.2],
      ]),
      ...long.slice(0, 2).map((ray) => course('digital artery', shifted(ray, ray.radiusMm * 0.62, -3.2, 0.9))),
    ],
    veins: [
      course('dorsal vein', [
        [X - 6, 16, 110, 1.6],
        [X - 2, 14.2, 40, 1.5],
        [X + 4, 11.4, -20, 1.3],
      ]),
    ],
    tendons: [
      ...long.map((ray) =>
        course('flexor tendon', [
          [X + 0.2 * (ray.points[1][0] - X), -9, 60, 2.2],
          [X + 0.7 * (ray.points[1][0] - X), -8.5, 0, 2.2],
          ...shifted(ray, 0, -6.2, 1.8).slice(0, 3),
        ]),
      ),
      ...long
        .slice(1, 3)
        .map((ray) => course('extensor tendon', [[X + 0.3 * (ray.points[1][0] - X), 11, 70, 1.7], ...shifted(ray, 0, 6, 1.2).slice(0, 2)])),
    ],
  };
}
