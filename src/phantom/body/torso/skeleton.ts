import type { Vector3 } from '../../../core/index.ts';
import type { Layer } from '../../render/index.ts';
import {
  block,
  column,
  curve,
  difference,
  ellipsoid,
  intersection,
  offset,
  rod,
  type Shape,
  shell,
  slab,
  sphere,
  union,
} from '../../shape/index.ts';
import { boneLayers, HU } from '../body.ts';

export interface NamedBone {
  readonly name: string;
  readonly shape: Shape;
  readonly cortexMm: number;
  readonly marrow: number;
}

/** Middle of the vertebral bodies in y along the spine. */
export const SPINE_Y = curve([
  [70, 54],
  [92, 47],
  [113, 40],
  [145, 34],
  [181, 32],
  [217, 33],
  [253, 36],
  [290, 39],
  [350, 44],
  [430, 46],
  [540, 38],
]);

/** Levels from L5 up: middle height and half height of the body. */
export const VERTEBRAE: readonly { readonly name: string; readonly z: number; readonly half: number }[] = [
  ...[5, 4, 3, 2, 1].map((n, k) => ({ name: `L${n}`, z: 110 + 36 * k, half: 13.5 })),
  ...[12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n, k) => ({ name: `T${n}`, z: 287 + 28 * k - 0.5 * k * k, half: 11 - 0.25 * k })),
];

function vertebra(level: { z: number; half: number }): Shape {
  const { z, half } = level;
  const y = SPINE_Y(z);
  const wide = z < 270 ? 23 : 16;
  const body = intersection([
    column({ centreX: () => 0, centreY: () => y, halfX: () => wide, halfY: () => 16, square: 0 }),
    slab({ lowZ: z - half, highZ: z + half }),
  ]);
  const arch = ([1, -1] as const).flatMap((s) => [
    rod({ from: [s * 13, y + 13, z + 3], to: [s * 15, y + 28, z], radiusMm: 5 }),
    rod({ from: [s * 15, y + 28, z], to: [0, y + 36, z - 6], radiusMm: 4 }),
    rod({ from: [s * 15, y + 26, z], to: [s * (z < 270 ? 38 : 30), y + 31, z + 1], radiusMm: 4.2 }),
  ]);
  const spinous = block({ centre: [0, y + 42, z - 9], halfMm: [3.5, 9, half * 0.6], roundMm: 2.5 });
  const box = { low: [-46, y - 18, z - half - 12] as Vector3, high: [46, y + 56, z + half + 4] as Vector3 };
  return { ...union([body, ...arch, spinous], 3), bounds: box };
}

function sacrum(): Shape {
  return union(
    [
      rod({ from: [0, 52, 80], to: [0, 70, 30], radiusMm: 19, endRadiusMm: 13 }),
      rod({ from: [0, 70, 30], to: [0, 60, -14], radiusMm: 12, endRadiusMm: 6 }),
      ellipsoid({ centre: [27, 58, 68], radiiMm: [24, 14, 25] }),
      ellipsoid({ centre: [-27, 58, 68], radiiMm: [24, 14, 25] }),
    ],
    8,
  );
}

function hipBone(s: 1 | -1): Shape {
  const wing = intersection([
    shell(ellipsoid({ centre: [0, 8, 88], radiiMm: [124, 84, 100] }), { depthMm: 0, thicknessMm: 11 }),
    {
      distance: (x, y, z) => 0.85 * Math.max(z - (132 - 42 * ((y - 6) / 75) ** 2), 26 - z, 54 - s * x, -62 - y - 0.3 * (z - 60)),
      safety: 1,
      bounds: { low: [s > 0 ? 40 : -140, -90, 20], high: [s > 0 ? 140 : -40, 100, 140] },
    },
  ]);
  const cup = intersection([
    difference(sphere({ centre: [s * 88, 0, 0], radiusMm: 35 }), [sphere({ centre: [s * 88, 0, 0], radiusMm: 27.5 })]),
    {
      distance: (x, y, z) => -(0.78 * (88 - s * x) + 0.12 * y + 0.61 * z) - 9,
      safety: 1,
      bounds: { low: [s > 0 ? 45 : -130, -40, -40], high: [s > 0 ? 130 : -45, 40, 40] },
    },
  ]);
  const parts = union(
    [
      wing,
      cup,
      difference(rod({ from: [s * 84, 6, 34], to: [s * 106, 6, 62], radiusMm: 13, endRadiusMm: 8 }), [
        sphere({ centre: [s * 88, 0, 0], radiusMm: 27.5 }),
      ]),
      rod({ from: [s * 58, -18, 6], to: [s * 10, -46, 2], radiusMm: 9.5, endRadiusMm: 9 }),
      rod({ from: [s * 10, -46, -4], to: [s * 46, 14, -56], radiusMm: 7.5, endRadiusMm: 8 }),
      rod({ from: [s * 60, 20, -12], to: [s * 52, 24, -56], radiusMm: 13, endRadiusMm: 12.5 }),
    ],
    5,
  );
  return { ...parts, bounds: { low: [s > 0 ? 1 : -140, -92, -72], high: [s > 0 ? 140 : -1, 100, 140] } };
}

function femur(s: 1 | -1): Shape {
  return union(
    [
      sphere({ centre: [s * 88, 0, 0], radiusMm: 24 }),
      rod({ from: [s * 88, 0, 0], to: [s * 120, 3, -26], radiusMm: 14 }),
      ellipsoid({ centre: [s * 130, 8, -16], radiiMm: [14, 17, 22] }),
      rod({ from: [s * 120, 2, -45], to: [s * 107, -6, -200], radiusMm: 15.5, endRadiusMm: 13.5 }),
      rod({ from: [s * 107, -6, -200], to: [s * 92, 0, -370], radiusMm: 13.5, endRadiusMm: 17 }),
      ellipsoid({ centre: [s * 92 + 21, 6, -403], radiiMm: [19, 28, 23] }),
      ellipsoid({ centre: [s * 92 - 21, 6, -404], radiiMm: [19, 28, 23] }),
      sphere({ centre: [s * 107, 16, -58], radiusMm: 10 }),
    ],
    7,
  );
}

function lowerLeg(s: 1 | -1): NamedBone[] {
  const tibia = union(
    [
      ellipsoid({ centre: [s * 92, 4, -447], radiiMm: [37, 25, 15] }),
      rod({ from: [s * 92, 0, -452], to: [s * 90, 8, -560], radiusMm: 21, endRadiusMm: 13 }),
    ],
    8,
  );
  return [
    { name: 'tibia', shape: tibia, cortexMm: 2.2, marrow: 130 },
    {
      name: 'fibula',
      shape: rod({ from: [s * 126, 22, -456], to: [s * 122, 24, -560], radiusMm: 8.5, endRadiusMm: 6 }),
      cortexMm: 2,
      marrow: 60,
    },
    { name: 'patella', shape: ellipsoid({ centre: [s * 92, -40, -396], radiiMm: [20, 9.5, 21] }), cortexMm: 1.5, marrow: 220 },
  ];
}

/** A rib as a bent flat rod on the rib cage, dropping towards the front; `alpha` is the angle from the back. */
function rib(options: { s: 1 | -1; z: number; number: number }): { bone: Shape; cartilage: Shape | null } {
  const { s, z: z0, number } = options;
  const floating = number > 10;
  const end = floating ? 1.75 : 2.55;
  const halfX = curve([
    [260, 128],
    [330, 138],
    [400, 143],
    [470, 129],
    [560, 84],
  ]);
  const halfY = curve([
    [260, 84],
    [330, 94],
    [400, 97],
    [470, 87],
    [560, 56],
  ]);
  const drop = (alpha: number): number =>
    alpha < 0.4 ? 0 : -34 * (1 - Math.cos(Math.min(alpha, 2.4) - 0.4)) + (alpha > 2.4 ? 26 * (alpha - 2.4) : 0);
  const segment = (from: number, to: number): Shape => ({
    distance: (x, y, z) => {
      const px = s * x;
      const py = y + 3;
      const a = halfX(z0);
      const b = halfY(z0);
      const alpha = Math.atan2(px / a, py / b);
      const k = Math.sqrt((px / a) ** 2 + (py / b) ** 2);
      const across = ((k - 1) * k) / Math.sqrt((px / (a * a)) ** 2 + (py / (b * b)) ** 2 + 1e-12);
      const up = (z - z0 - drop(alpha)) * 0.92;
      const flat = (Math.sqrt((across / 3.6) ** 2 + (up / 6.2) ** 2) - 1) * 3.6;
      return Math.max(flat, (from - alpha) * 90, (alpha - to) * 90);
    },
    safety: 0.55,
    bounds: { low: [s > 0 ? 0 : -150, -104, z0 - 72], high: [s > 0 ? 150 : 0, 104, z0 + 12] },
  });
  return { bone: segment(0.3, end), cartilage: floating ? null : segment(end, 3.0) };
}

export interface TorsoSkeleton {
  readonly bones: readonly NamedBone[];
  readonly discs: readonly Shape[];
  readonly costalCartilages: readonly Shape[];
  readonly layers: readonly Layer[];
}

export function torsoSkeleton(): TorsoSkeleton {
  const ribs = ([1, -1] as const).flatMap((s) =>
    VERTEBRAE.filter((level) => level.name.startsWith('T')).map((level) => rib({ s, z: level.z + 6, number: Number(level.name.slice(1)) })),
  );
  const bones: NamedBone[] = [
    ...VERTEBRAE.map((level) => ({ name: level.name, shape: vertebra(level), cortexMm: 1.1, marrow: HU.trabecula })),
    { name: 'sacrum', shape: sacrum(), cortexMm: 1.2, marrow: 150 },
    ...([1, -1] as const).flatMap((s) => [
      { name: 'hip bone', shape: hipBone(s), cortexMm: 1.8, marrow: 170 },
      { name: 'femur', shape: femur(s), cortexMm: 3, marrow: 90 },
      ...lowerLeg(s),
    ]),
    ...ribs.map((each) => ({ name: 'rib', shape: each.bone, cortexMm: 1.3, marrow: 120 })),
    { name: 'sternum', shape: block({ centre: [0, -97, 430], halfMm: [17, 5.5, 75], roundMm: 4 }), cortexMm: 1.2, marrow: 110 },
  ];
  const discs = VERTEBRAE.slice(0, -1).map((level, k) => {
    const next = VERTEBRAE[k + 1];
    const z = (level.z + level.half + next.z - next.half) / 2;
    const wide = z < 270 ? 22 : 15;
    return intersection([
      column({ centreX: () => 0, centreY: () => SPINE_Y(z), halfX: () => wide, halfY: () => 15, square: 0 }),
      slab({ lowZ: level.z + level.half, highZ: next.z - next.half }),
    ]);
  });
  const costalCartilages = ribs.flatMap((each) => (each.cartilage ? [each.cartilage] : []));
  const layers: Layer[] = [
    ...discs.map((shape) => ({ name: 'disc', shape, hu: HU.disc })),
    ...costalCartilages.map((shape) => ({ name: 'costal cartilage', shape, hu: HU.cartilage })),
    ...bones.flatMap((bone) => boneLayers(bone)),
    // The shaft's marrow is wide and fatty; the ends keep spongiosa under a thin cortex.
    ...([1, -1] as const).map((s) => ({
      name: 'femoral shaft marrow',
      shape: offset(rod({ from: [s * 118, 2, -80], to: [s * 94, 0, -355], radiusMm: 9, endRadiusMm: 10 }), 0),
      hu: HU.fattyMarrow,
    })),
  ];
  return { bones, discs, costalCartilages, layers };
}
