import type { Region, Vector3 } from '../../../core/index.ts';
import type { Layer } from '../../render/index.ts';
import {
  block,
  column,
  curve,
  ellipsoid,
  intersection,
  offset,
  path,
  type Shape,
  region as solid,
  tube,
  union,
} from '../../shape/index.ts';
import { HU, type Organ, type Phase } from '../body.ts';

const organ = (name: string, where: Region, shape: Shape): Organ => ({ name, shape, region: where });

/** Height of the diaphragm under the lungs, higher over the liver. */
const dome = (x: number, y: number): number => {
  const right = 352 - 0.006 * ((x + 66) ** 2 + (y + 6) ** 2);
  const left = 338 - 0.007 * ((x - 68) ** 2 + (y + 2) ** 2);
  return Math.max(right, left, 262);
};

export interface Viscera {
  readonly layers: readonly Layer[];
  readonly organs: readonly Organ[];
}

/** Organs by side: liver right, spleen, stomach and heart apex left. */
export function viscera(cavity: Shape, phase: Phase): Viscera {
  const inside = offset(cavity, -1.5);
  const within = (shape: Shape): Shape => intersection([shape, inside]);
  const under: Shape = solid((x, y, z) => 0.75 * (z - dome(x, y) + 3), {
    bounds: { low: [-200, -150, -100], high: [200, 150, 360] },
  });
  const liver = within(
    intersection([
      union(
        [ellipsoid({ centre: [-62, -12, 288], radiiMm: [66, 64, 66] }), ellipsoid({ centre: [-6, -48, 304], radiiMm: [56, 26, 32] })],
        20,
      ),
      under,
    ]),
  );
  const spleen = within(intersection([ellipsoid({ centre: [92, 26, 286], radiiMm: [24, 40, 44] }), under]));
  const kidneys = ([1, -1] as const).map((s) => ellipsoid({ centre: [s * 60 + 2, 30, s > 0 ? 226 : 212], radiiMm: [25, 22, 51] }));
  const bladder = ellipsoid({ centre: [3, -34, 22], radiiMm: [36, 30, 26] });
  const heart = ellipsoid({ centre: [24, -34, 388], radiiMm: [54, 44, 52] });
  const lungs = lungShapes(inside);
  const psoas = ([1, -1] as const).map((s) =>
    tube(
      path(
        [
          [s * 30, 36, 255, 9],
          [s * 38, 33, 200, 17],
          [s * 48, 27, 140, 20],
          [s * 66, 8, 90, 18],
          [s * 82, -22, 40, 14],
          [s * 92, -30, 6, 11],
        ].map(([x, y, z, radiusMm]) => ({ at: [x, y, z] as Vector3, radiusMm })),
      ),
    ),
  );
  const gut = bowel(within, phase);
  const layers: Layer[] = [
    { name: 'visceral fat', shape: cavity, hu: HU.visceralFat },
    {
      name: 'mediastinum',
      shape: intersection([
        column({
          centreX: () => 4,
          centreY: () => -4,
          halfX: curve([
            [330, 50],
            [420, 40],
            [520, 34],
          ]),
          halfY: () => 84,
          square: 0.3,
        }),
        inside,
        { distance: (_x, _y, z) => 330 - z, safety: 1, bounds: { low: [-60, -95, 330], high: [66, 90, 560] } },
      ]),
      hu: HU.visceralFat + 30,
    },
    ...lungs.map((shape) => ({ name: 'lung', shape, hu: HU.lung })),
    { name: 'heart', shape: heart, hu: phase.artery > 100 ? phase.artery - 10 : HU.heart },
    {
      name: 'airway',
      shape: tube(
        path([
          { at: [-3, 6, 440], radiusMm: 8 },
          { at: [-4, 0, 560], radiusMm: 9 },
        ]),
      ),
      hu: HU.gas,
    },
    ...psoas.map((shape) => ({ name: 'psoas', shape, hu: HU.muscle })),
    { name: 'liver', shape: liver, hu: phase.liver },
    { name: 'spleen', shape: spleen, hu: phase.liver - 8 },
    ...kidneys.flatMap((shape, n) => {
      const x = n === 0 ? 50 : -46;
      return [
        { name: 'kidney', shape, hu: phase.renalCortex },
        { name: 'renal sinus', shape: ellipsoid({ centre: [x, 28, n === 0 ? 226 : 212], radiiMm: [12, 9, 24] }), hu: HU.visceralFat },
        { name: 'renal pelvis', shape: ellipsoid({ centre: [x, 28, n === 0 ? 226 : 212], radiiMm: [7, 5, 13] }), hu: phase.renalPelvis },
      ];
    }),
    ...gut,
    { name: 'uterus or prostate', shape: ellipsoid({ centre: [-2, 6, 16], radiiMm: [24, 13, 20] }), hu: 48 },
    {
      name: 'rectum',
      shape: tube(
        path([
          { at: [0, 34, -20], radiusMm: 12 },
          { at: [0, 40, 20], radiusMm: 15 },
          { at: [6, 38, 55], radiusMm: 13 },
        ]),
      ),
      hu: HU.bowel,
    },
    { name: 'rectal gas', shape: ellipsoid({ centre: [1, 34, 22], radiiMm: [6, 5, 10] }), hu: HU.gas },
    { name: 'bladder', shape: bladder, hu: HU.bowel, core: { depthMm: 2.5, hu: phase.bladder } },
  ];
  const organs = [
    organ('liver', 'abdomen', liver),
    organ('spleen', 'abdomen', spleen),
    ...kidneys.map((shape) => organ('kidney', 'abdomen', shape)),
    organ('uterus or prostate', 'pelvis', ellipsoid({ centre: [-2, 6, 16], radiiMm: [24, 13, 20] })),
    ...lungs.map((shape) => organ('lung', 'lung', shape)),
  ];
  return { layers, organs };
}

function lungShapes(inside: Shape): Shape[] {
  const hollow = solid((x, y, z) => 0.75 * (dome(x, y) + 3 - z), { bounds: { low: [-150, -110, 262], high: [150, 110, 535] } });
  const top = solid((_x, _y, z) => z - 532, { bounds: { low: [-1e6, -1e6, -1e6], high: [1e6, 1e6, 532] } });
  return ([1, -1] as const).map((s) => {
    const beside = solid((x, y, z) => 0.7 * ((s > 0 && z < 440 ? 30 + 0.004 * Math.max(0, 60 - y) ** 1.6 : 30) - s * x), {
      bounds: { low: [s > 0 ? 10 : -150, -110, 200], high: [s > 0 ? 150 : -10, 110, 535] },
    });
    return { ...intersection([offset(inside, -3), hollow, beside, top]), safety: 0.25 };
  });
}

function bowel(within: (shape: Shape) => Shape, phase: Phase): Layer[] {
  const colon = (knots: readonly (readonly [number, number, number, number])[]): Shape =>
    within(tube(path(knots.map(([x, y, z, radiusMm]) => ({ at: [x, y, z] as Vector3, radiusMm })))));
  const pieces: { shape: Shape; gas: Shape }[] = [
    {
      shape: colon([
        [-82, 12, 120, 19],
        [-86, 16, 170, 20],
        [-84, 8, 215, 18],
      ]),
      gas: ellipsoid({ centre: [-84, 0, 170], radiiMm: [11, 7, 30] }),
    },
    {
      shape: colon([
        [92, 20, 260, 14],
        [94, 22, 190, 13],
        [88, 14, 130, 13],
        [60, -10, 85, 13],
      ]),
      gas: ellipsoid({ centre: [94, 16, 200], radiiMm: [7, 5, 22] }),
    },
    {
      shape: colon([
        [-80, -40, 225, 17],
        [-20, -58, 212, 16],
        [40, -58, 220, 16],
        [86, -20, 262, 15],
      ]),
      gas: block({ centre: [0, -64, 214], halfMm: [26, 5, 9], roundMm: 4 }),
    },
    {
      shape: within(ellipsoid({ centre: [48, -36, 284], radiiMm: [44, 30, 34] })),
      gas: ellipsoid({ centre: [46, -52, 290], radiiMm: [24, 8, 18] }),
    },
    ...[
      [-30, -36, 150],
      [22, -44, 160],
      [52, -30, 128],
      [-42, -28, 106],
      [8, -46, 110],
      [30, -40, 80],
      [-14, -44, 180],
      [44, -38, 186],
    ].map(([x, y, z], n) => ({
      shape: within(ellipsoid({ centre: [x, y, z], radiiMm: [26, 13, 12] })),
      gas: ellipsoid({ centre: [x + 4, y - 7, z], radiiMm: n % 3 === 0 ? [9, 3.5, 6] : [0.4, 0.4, 0.4] }),
    })),
  ];
  return pieces.flatMap(({ shape, gas }, n) => [
    {
      name: 'bowel',
      shape,
      hu: HU.bowel + 10,
      core: { depthMm: 2, hu: n === 3 ? phase.bowel : n % 2 === 0 ? HU.bowel - 10 : phase.bowel },
    },
    { name: 'bowel gas', shape: intersection([gas, { ...shape, distance: (x, y, z) => shape.distance(x, y, z) + 2.5 }]), hu: HU.gas },
  ]);
}
