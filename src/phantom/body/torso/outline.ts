import { column, curve, difference, intersection, type Shape, shell, slab, union, waves, wavy } from '../../shape/index.ts';

/**
 * Trunk and thighs of a grown adult lying supine; z = 0 at the hip joints, x to the left, y to the back, mm. Girths from
 * ordinary anthropometry (hip breadth 37 cm, abdominal depth 22 cm), slightly uneven so that no side is the other's mirror.
 */
const mid = (z: number): number => 2 * Math.sin(z / 140);

export interface TorsoOutline {
  readonly body: Shape;
  readonly fascia: Shape;
  readonly cavity: Shape;
  readonly muscle: Shape;
  readonly septa: readonly Shape[];
}

export const TORSO_LOW_Z = -560;
export const TORSO_HIGH_Z = 560;
export const THIGH_X = curve([
  [-540, 88],
  [-420, 90],
  [-250, 96],
  [-100, 102],
  [0, 94],
]);

function trunk(halfX: (z: number) => number, halfY: (z: number) => number, centreY: (z: number) => number): Shape {
  return column({ centreX: mid, centreY, halfX, halfY, square: 0.55 });
}

function thigh(side: 1 | -1, shrinkMm: number): Shape {
  const half = curve([
    [-540, 54],
    [-470, 58],
    [-420, 60],
    [-360, 64],
    [-250, 77],
    [-100, 88],
    [-40, 86],
    [30, 60],
  ]);
  const uneven = side > 0 ? 0 : -2;
  const inner = (z: number): number => half(z) + uneven - shrinkMm * (z < -380 ? 0.8 : 1);
  return intersection([
    column({
      centreX: (z) => side * THIGH_X(z),
      centreY: curve([
        [-540, 2],
        [-100, 4],
        [0, 0],
      ]),
      halfX: inner,
      halfY: (z) => inner(z) + 2,
      square: 0.1,
    }),
    slab({ lowZ: TORSO_LOW_Z, highZ: 40 }),
  ]);
}

export function torsoOutline(): TorsoOutline {
  const trunkSkin = trunk(
    curve([
      [-80, 168],
      [0, 186],
      [60, 180],
      [130, 162],
      [200, 152],
      [280, 158],
      [360, 164],
      [440, 168],
      [520, 160],
    ]),
    curve([
      [-80, 96],
      [0, 116],
      [60, 113],
      [130, 110],
      [200, 110],
      [280, 113],
      [360, 116],
      [440, 114],
      [520, 98],
    ]),
    curve([
      [-80, 8],
      [0, 4],
      [200, 0],
      [520, 2],
    ]),
  );
  const trunkFascia = trunk(
    curve([
      [-80, 146],
      [0, 158],
      [60, 152],
      [130, 139],
      [200, 130],
      [280, 143],
      [360, 151],
      [440, 155],
      [520, 146],
    ]),
    curve([
      [-80, 80],
      [0, 90],
      [60, 87],
      [130, 86],
      [200, 87],
      [280, 97],
      [360, 103],
      [440, 102],
      [520, 88],
    ]),
    curve([
      [-80, 2],
      [0, 0],
      [130, 4],
      [200, 3],
      [360, 2],
      [520, 2],
    ]),
  );
  const floor = slab({ lowZ: -72, highZ: TORSO_HIGH_Z });
  const body = wavy(
    union([intersection([trunkSkin, floor]), thigh(1, 0), thigh(-1, 0)], 24),
    waves({ amplitudeMm: 2.5, phase: 0.7, lengthMm: 118 }),
  );
  const fascia = wavy(
    union([intersection([trunkFascia, slab({ lowZ: -58, highZ: TORSO_HIGH_Z })]), thigh(1, 17), thigh(-1, 17)], 16),
    waves({ amplitudeMm: 3, phase: 2.1, lengthMm: 97 }),
  );
  const cavity = intersection([
    column({
      centreX: mid,
      centreY: curve([
        [-40, 2],
        [0, -8],
        [60, -10],
        [130, -16],
        [200, -16],
        [280, -5],
        [400, -3],
        [520, 0],
      ]),
      halfX: curve([
        [-50, 30],
        [0, 52],
        [50, 74],
        [100, 104],
        [130, 112],
        [200, 112],
        [280, 123],
        [340, 131],
        [400, 136],
        [470, 122],
        [540, 76],
      ]),
      halfY: curve([
        [-50, 30],
        [0, 54],
        [50, 60],
        [100, 62],
        [130, 60],
        [200, 62],
        [280, 78],
        [340, 88],
        [400, 90],
        [470, 80],
        [540, 50],
      ]),
      square: 0.4,
    }),
    slab({ lowZ: -34, highZ: TORSO_HIGH_Z }),
  ]);
  return { body, fascia, cavity, muscle: difference(fascia, [cavity]), septa: septa(fascia) };
}

/** Fat planes 1.6 mm thick: between the gluteal muscles, and between the muscle groups of the thigh. */
function septa(fascia: Shape): Shape[] {
  const gluteal = intersection([
    shell(fascia, { depthMm: 24, thicknessMm: 1.6 }),
    { distance: (_x, y, z) => Math.max(8 - y, -30 - z, z - 120), safety: 1, bounds: { low: [-400, 8, -30], high: [400, 400, 120] } },
  ]);
  const inner: Shape = { ...fascia, distance: (x, y, z) => fascia.distance(x, y, z) + 1.5 };
  const radial = (side: 1 | -1, angle: number): Shape => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return intersection([
      inner,
      {
        distance: (x, y, z) => {
          const px = side * x - THIGH_X(z);
          const along = px * c + y * s;
          return Math.max(Math.abs(px * s - y * c) - 0.8, 22 - along, -360 - z, z + 90);
        },
        safety: 0.8,
        bounds: { low: [side > 0 ? 0 : -220, -120, -360], high: [side > 0 ? 220 : 0, 120, -90] },
      },
    ]);
  };
  const thighs = ([1, -1] as const).flatMap((side) => [-2.3, 0.1, 2.4].map((angle) => radial(side, angle + 0.1 * side)));
  return [gluteal, ...thighs];
}
