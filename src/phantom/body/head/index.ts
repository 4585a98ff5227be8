import type { Region, Vector3 } from '../../../core/index.ts';
import type { Layer } from '../../render/index.ts';
import {
  block,
  column,
  curve,
  difference,
  ellipsoid,
  intersection,
  nearest,
  offset,
  rod,
  type Shape,
  slab,
  sphere,
  tube,
  union,
  waves,
  wavy,
} from '../../shape/index.ts';
import { type Body, boneLayers, course, courseLayers, HU, type Organ, type Phase, sideOf, UNENHANCED } from '../body.ts';
import { BRAIN, headBones, NECK_Y, SKULL, toothLayers, toothShapes } from './skull.ts';

const SKIN_MM = 2;
const neck = (shrinkMm: number): Shape =>
  intersection([
    column({
      centreX: () => 0,
      centreY: curve([
        [-140, 14],
        [-60, 10],
        [10, 14],
      ]),
      halfX: (z) =>
        curve([
          [-140, 82],
          [-100, 62],
          [-50, 57],
          [20, 60],
        ])(z) - shrinkMm,
      halfY: (z) =>
        curve([
          [-140, 66],
          [-100, 60],
          [-50, 57],
          [20, 66],
        ])(z) - shrinkMm,
      square: 0.15,
    }),
    slab({ lowZ: -150, highZ: 28 }),
  ]);

/** Head and neck, mouth closed, on a head rest. */
export function headAndNeck(phase: Phase = UNENHANCED): Body {
  const face = ellipsoid({ centre: [0, -24, 18], radiiMm: [61, 61, 58] });
  const nose = rod({ from: [0, -82, 28], to: [0, -80, 54], radiusMm: 12, endRadiusMm: 7 });
  const outline = wavy(union([offset(SKULL, 7.5), face, nose, neck(0)], 16), waves({ amplitudeMm: 1.2, phase: 1.1, lengthMm: 71 }));
  const fascia = wavy(union([offset(SKULL, 2.2), offset(face, -8.5), neck(8.5)], 12), waves({ amplitudeMm: 1, phase: 0.2, lengthMm: 83 }));
  const bones = headBones();
  const teeth = toothShapes();
  const airways = airwayShapes();
  const arteries = headArteries();
  const veins = ([1, -1] as const).map((s) =>
    course('internal jugular vein', [
      [s * 36, 4, -140, 6.5],
      [s * 34, 8, -70, 6],
      [s * 32, 12, -10, 5],
      [s * 34, 16, 18, 4],
    ]),
  );
  const tendons = [
    course('nuchal ligament', [
      [0, 64, -100, 2.4],
      [0, 66, -50, 2.2],
    ]),
  ];
  const organs = headOrgans();
  const nodes = ([1, -1] as const).flatMap((s): Organ[] => [
    { name: 'lymph node', region: 'neck', shape: ellipsoid({ centre: [s * 43, -4, -34], radiiMm: [5, 6, 9] }) },
    { name: 'lymph node', region: 'neck', shape: ellipsoid({ centre: [s * 45, 12, -74], radiiMm: [4, 5, 7] }) },
  ]);
  const thyroidCartilage = ([1, -1] as const).map((s) => plate([s * 2, -44, -62], [s * 20, -16, -60]));
  const tmj = ([1, -1] as const).map((s) => ({ centre: [s * 51, 1, 38] as Vector3, side: s > 0 ? ('left' as const) : ('right' as const) }));
  const brain = difference(BRAIN, [offset(bones[1].shape, 1), offset(bones[4].shape, 1)]);
  const ventricles = ([1, -1] as const).map((s) => ellipsoid({ centre: [s * 13, 22, 98], radiiMm: [6, 30, 9] }));
  const layers: Layer[] = [
    {
      name: 'head rest',
      shape: block({ centre: [0, 142, 60], halfMm: [90, 20, 120], roundMm: 12 }),
      hu: -880,
      core: { depthMm: 3, hu: -950 },
    },
    { name: 'skin and fat', shape: outline, hu: HU.skin, core: { depthMm: SKIN_MM, hu: HU.fat } },
    { name: 'fascia and muscle', shape: fascia, hu: HU.fascia, core: { depthMm: 0.8, hu: HU.muscle } },
    ...([1, -1] as const).map((s) => ({
      name: 'buccal fat',
      shape: ellipsoid({ centre: [s * 42, -42, 8], radiiMm: [9, 14, 18] }),
      hu: HU.fat,
    })),
    { name: 'inside of the skull', shape: brain, hu: HU.brain },
    ...ventricles.map((shape) => ({ name: 'ventricle', shape, hu: 8 })),
    ...([1, -1] as const).flatMap((s) => [
      { name: 'orbital fat', shape: ellipsoid({ centre: [s * 32, -60, 52], radiiMm: [17, 22, 15] }), hu: HU.fat },
      { name: 'eye', shape: sphere({ centre: [s * 32, -70, 52], radiusMm: 12 }), hu: HU.skin, core: { depthMm: 1.2, hu: 12 } },
    ]),
    ...organs.map((each) => ({ name: each.name, shape: each.shape, hu: each.name === 'thyroid' ? 105 : 30 })),
    ...nodes.map((each) => ({ name: 'fat about a node', shape: offset(each.shape, 1.6), hu: HU.fat })),
    ...nodes.map((each) => ({ name: each.name, shape: each.shape, hu: HU.node })),
    ...courseLayers({ veins, arteries, tendons, phase }),
    ...thyroidCartilage.map((shape) => ({ name: 'thyroid cartilage', shape, hu: HU.cartilage + 20 })),
    ...tmj.map(({ centre }) => ({ name: 'joint', shape: sphere({ centre, radiusMm: 8 }), hu: HU.joint + 5 })),
    ...bones.flatMap((bone) => boneLayers(bone)),
    {
      name: 'spinal canal',
      shape: intersection([
        column({ centreX: () => 0, centreY: (z) => NECK_Y(z) + 16, halfX: () => 9, halfY: () => 6, square: 0 }),
        slab({ lowZ: -150, highZ: 32 }),
      ]),
      hu: 26,
    },
    ...airways.map((shape) => ({ name: 'airway', shape, hu: HU.gas })),
    ...toothLayers(),
  ];
  return {
    name: 'head and neck',
    layers,
    outline,
    skinMm: SKIN_MM,
    fascia,
    septa: [],
    muscle: difference(intersection([fascia, slab({ lowZ: -150, highZ: 40 })]), [
      offset(SKULL, 2),
      ...airways.map((shape) => offset(shape, 2)),
      ...organs.map((each) => each.shape),
    ]),
    bone: nearest([...bones.map((bone) => bone.shape), ...teeth.map((each) => each.shape), SKULL]),
    bones: [...bones.map(({ name, shape }) => ({ name, shape })), ...teeth],
    joints: tmj.map(({ centre, side }) => ({ name: 'jaw joint', region: 'face', side, centre, capsule: sphere({ centre, radiusMm: 8 }) })),
    arteries,
    veins,
    tendons,
    nodes,
    organs,
    cartilages: [
      ...thyroidCartilage.map((shape) => ({ name: 'thyroid cartilage', shape, region: 'neck' as const, expected: 'thyroid-cartilage' })),
    ],
    locate: (at) => ({ region: headRegion(at), side: sideOf(at[0], 8) }),
  };
}

/** Where a normal brain calcifies; put in by the study, since they lie behind bone. */
export const EXPECTED_IN_BRAIN = [
  { expected: 'pineal', centre: [0, 34, 84] as Vector3, radiusMm: 2.3 },
  { expected: 'choroid-plexus', centre: [18, 46, 94] as Vector3, radiusMm: 3.2 },
  { expected: 'choroid-plexus', centre: [-19, 44, 93] as Vector3, radiusMm: 2.6 },
];

const plate = (front: Vector3, back: Vector3): Shape =>
  union(
    [
      rod({ from: front, to: back, radiusMm: 1.8 }),
      rod({ from: [front[0], front[1] + 4, front[2] - 9], to: [back[0], back[1], back[2] - 9], radiusMm: 1.8 }),
      rod({ from: [front[0], front[1] + 2, front[2] - 4.5], to: [back[0], back[1], back[2] - 4.5], radiusMm: 1.8 }),
    ],
    2,
  );

function headRegion([x, y, z]: Vector3): Region {
  if (SKULL.distance(x, y, z) < 9 && !(y < -44 && z < 66)) return z > 34 || y > 30 ? 'head' : 'neck';
  if (z > -34 && y < 6) return 'face';
  return z > 40 ? 'head' : 'neck';
}

function airwayShapes(): Shape[] {
  return [
    tube(
      course('', [
        [0, -10, 26, 9],
        [0, -6, 0, 8],
        [0, -12, -30, 8],
        [0, -20, -62, 6.5],
        [0, -14, -90, 8.5],
        [0, -6, -150, 9],
      ]).path,
    ),
    ...([1, -1] as const).map((s) => ellipsoid({ centre: [s * 28, -50, 26], radiiMm: [11, 12, 8] })),
    block({ centre: [0, -52, 32], halfMm: [8, 22, 10], roundMm: 3 }),
    ellipsoid({ centre: [4, -66, 72], radiiMm: [16, 5, 8] }),
  ];
}

const headArteries = () =>
  ([1, -1] as const).flatMap((s) => [
    course('common carotid artery', [
      [s * 24, -2, -145, 3.6],
      [s * 25, -4, -80, 3.5],
      [s * 26, -4, -36, 4],
    ]),
    course('internal carotid artery', [
      [s * 26, -2, -36, 3.2],
      [s * 27, 6, -6, 2.8],
      [s * 26, 6, 18, 2.6],
    ]),
    course('external carotid artery', [
      [s * 28, -6, -36, 2.4],
      [s * 36, -6, -8, 2.1],
      [s * 44, 8, 14, 1.7],
    ]),
    course('vertebral artery', [
      [s * 16, 28, -140, 2],
      [s * 17, 22, -60, 2],
      [s * 17, 26, -4, 2],
    ]),
  ]);

const headOrgans = (): Organ[] => [
  { name: 'thyroid', region: 'neck', shape: ellipsoid({ centre: [17, -22, -88], radiiMm: [8, 9, 19] }) },
  { name: 'thyroid', region: 'neck', shape: ellipsoid({ centre: [-17, -22, -86], radiiMm: [9, 9, 21] }) },
  { name: 'parotid', region: 'face', shape: ellipsoid({ centre: [54, 8, 6], radiiMm: [7, 14, 20] }) },
  { name: 'parotid', region: 'face', shape: ellipsoid({ centre: [-54, 8, 6], radiiMm: [7, 14, 20] }) },
  { name: 'submandibular gland', region: 'neck', shape: ellipsoid({ centre: [30, -26, -32], radiiMm: [9, 12, 9] }) },
  { name: 'submandibular gland', region: 'neck', shape: ellipsoid({ centre: [-30, -26, -32], radiiMm: [9, 12, 9] }) },
];
