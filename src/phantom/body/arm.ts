import type { Vector3 } from '../../core/index.ts';
import {
  block,
  column,
  curve,
  ellipsoid,
  intersection,
  nearest,
  offset,
  rod,
  type Shape,
  slab,
  union,
  waves,
  wavy,
} from '../shape/index.ts';
import { type Body, boneLayers, course, courseLayers, HU, type Phase, UNENHANCED } from './body.ts';

const SKIN_MM = 1.7;
/** Middle of the elbow in x: a right arm beside the (unscanned) trunk. z = 0 at the joint, upper arm towards +z. */
const X = -124;
const axisX = curve([
  [-200, X - 20],
  [0, X],
  [200, X + 8],
]);
const HALF_X = curve([
  [-200, 29],
  [-150, 34],
  [-60, 43],
  [-10, 41],
  [20, 40],
  [60, 43],
  [150, 50],
  [200, 54],
]);
const HALF_Y = curve([
  [-200, 24],
  [-150, 28],
  [-60, 37],
  [0, 35],
  [30, 38],
  [60, 43],
  [150, 52],
  [200, 56],
]);

const limb = (shrinkMm: number): Shape =>
  intersection([
    column({
      centreX: axisX,
      centreY: () => 0,
      halfX: (z) => HALF_X(z) - shrinkMm,
      halfY: (z) => HALF_Y(z) - shrinkMm * (z < 40 ? 0.75 : 1),
      square: 0.2,
    }),
    slab({ lowZ: -220, highZ: 220 }),
  ]);

/** Point in the fat at an angle (0 = patient's left, turning to the back) and a depth under the skin. */
const inFat = (z: number, angle: number, depthMm: number): readonly [number, number, number] => [
  axisX(z) + (HALF_X(z) - depthMm) * Math.cos(angle),
  (HALF_Y(z) - depthMm) * Math.sin(angle),
  z,
];

/** Right arm from above the elbow to above the wrist, palm forward, on a cushion. */
export function arm(phase: Phase = UNENHANCED): Body {
  const outline = wavy(limb(0), waves({ amplitudeMm: 1.2, phase: 0.4, lengthMm: 61 }));
  const fascia = wavy(limb(9), waves({ amplitudeMm: 1.4, phase: 1.9, lengthMm: 53 }));
  const low = axisX(-200);
  const bones = [
    {
      name: 'humerus',
      cortexMm: 2.8,
      marrow: 40,
      shape: union(
        [
          rod({ from: [axisX(200), 0, 210], to: [X + 1, 0, 40], radiusMm: 11.5, endRadiusMm: 10 }),
          ellipsoid({ centre: [X - 1, -1, 22], radiiMm: [23, 8.5, 17] }),
          ellipsoid({ centre: [X + 10, -1, 6], radiiMm: [12, 9.5, 10] }),
          ellipsoid({ centre: [X - 12, -3, 7], radiiMm: [10, 10, 10] }),
        ],
        6,
      ),
    },
    {
      name: 'ulna',
      cortexMm: 2.2,
      marrow: 60,
      shape: union(
        [
          ellipsoid({ centre: [X + 9, 18, 10], radiiMm: [9.5, 7.5, 19] }),
          rod({ from: [X + 9, 13, -14], to: [low + 11, 5, -210], radiusMm: 8.5, endRadiusMm: 6 }),
        ],
        5,
      ),
    },
    {
      name: 'radius',
      cortexMm: 2,
      marrow: 60,
      shape: union(
        [
          ellipsoid({ centre: [X - 12, -3, -14], radiiMm: [10.5, 10.5, 6] }),
          rod({ from: [X - 12, -3, -18], to: [low - 10, -1, -210], radiusMm: 6.4, endRadiusMm: 7.5 }),
        ],
        3,
      ),
    },
  ];
  const centre: Vector3 = [X, 2, -3];
  const capsule = ellipsoid({ centre, radiiMm: [28, 19, 18] });
  const arteries = [
    course('brachial artery', [
      [X + 20, -8, 210, 2.5],
      [X + 15, -14, 120, 2.4],
      [X + 6, -21, 40, 2.3],
      [X, -22, -18, 2.2],
    ]),
    course('radial artery', [
      [X, -22, -18, 1.8],
      [X - 10, -22, -70, 1.8],
      [low - 15, -15, -210, 1.6],
    ]),
    course('ulnar artery', [
      [X, -22, -18, 1.9],
      [X + 10, -16, -70, 1.8],
      [low + 16, -11, -210, 1.6],
    ]),
  ];
  const veins = [
    course(
      'cephalic vein',
      [210, 130, 50, -40, -130, -210].map((z, n) => [...inFat(z, 3.6 - 0.12 * n, 5), 1.9] as const),
    ),
    course(
      'basilic vein',
      [210, 130, 50, -40, -130, -210].map((z, n) => [...inFat(z, -0.5 - 0.1 * n, 5), 1.8] as const),
    ),
  ];
  const tendons = [
    course('triceps tendon', [
      [X + 6, 28, 74, 3.2],
      [X + 9, 28, 26, 3],
    ]),
    course('biceps tendon', [
      [X - 3, -19, 34, 3.2],
      [X - 6, -9, -36, 2.8],
    ]),
    course('common extensor tendon', [
      [X - 25, 3, 14, 2.8],
      [X - 27, 9, -48, 2.8],
    ]),
  ];
  const septa = [
    intersection([
      offset(fascia, -1.5),
      {
        distance: (x, y, z) => Math.max(Math.abs(y - 4 - 0.04 * (x - X)) - 0.7, 70 - z, 14 - Math.abs(x - axisX(z))),
        safety: 0.9,
        bounds: { low: [X - 70, -12, 70], high: [X + 70, 20, 220] },
      },
    ]),
    intersection([
      offset(fascia, -1.5),
      {
        distance: (x, y, z) => Math.max(Math.abs(y - 0.5 * (x - axisX(z)) + 2) - 0.7, z + 45, -210 - z),
        safety: 0.8,
        bounds: { low: [X - 70, -40, -210], high: [X + 60, 40, -45] },
      },
    ]),
  ];
  const node = ellipsoid({ centre: [X + 33, -8, 52], radiiMm: [4, 4, 6] });
  return {
    name: 'arm',
    layers: [
      { name: 'cushion', shape: block({ centre: [X, 72, 0], halfMm: [120, 24, 1e5], roundMm: 8 }), hu: -930 },
      { name: 'skin and fat', shape: outline, hu: HU.skin, core: { depthMm: SKIN_MM, hu: HU.fat } },
      { name: 'fascia and muscle', shape: fascia, hu: HU.fascia, core: { depthMm: 0.9, hu: HU.muscle } },
      ...septa.map((shape) => ({ name: 'septum', shape, hu: HU.fat + 30 })),
      { name: 'fat about the node', shape: offset(node, 1.6), hu: HU.fat },
      { name: 'lymph node', shape: node, hu: HU.node },
      ...courseLayers({ veins, arteries, tendons, phase }),
      { name: 'joint', shape: capsule, hu: HU.joint + 5 },
      ...bones.flatMap((bone) => boneLayers(bone)),
    ],
    outline,
    skinMm: SKIN_MM,
    fascia,
    septa,
    muscle: fascia,
    bone: nearest(bones.map((bone) => bone.shape)),
    bones,
    joints: [{ name: 'elbow', region: 'elbow', side: 'right', centre, capsule }],
    arteries,
    veins,
    tendons,
    nodes: [{ name: 'lymph node', shape: node, region: 'upper-arm' }],
    organs: [],
    cartilages: [],
    locate: ([, , z]) => ({ region: z > 42 ? 'upper-arm' : z < -42 ? 'forearm' : 'elbow', side: 'right' }),
  };
}
