import type { Vector3 } from '../../../core/index.ts';
import type { Layer } from '../../render/index.ts';
import { block, column, curve, difference, ellipsoid, intersection, offset, rod, type Shape, slab, union } from '../../shape/index.ts';
import { HU } from '../body.ts';

export interface HeadBone {
  readonly name: string;
  readonly shape: Shape;
  readonly cortexMm: number;
  readonly marrow: number;
  readonly cortex?: number;
}

/** Outer table of the skull; z = 0 at the angle of the jaw, +z to the vertex, face at -y. */
export const SKULL = ellipsoid({ centre: [0, 18, 92], radiiMm: [73, 90, 70] });
const VAULT_MM = 6.5;
export const BRAIN = offset(SKULL, -VAULT_MM);

/** The U of a dental arch: x half width 24, depth 46, opening to the back. */
const arch = (t: number, z: number): Vector3 => [25 * Math.sin(t), -36 - 34 * Math.cos(t), z];

function mandible(): Shape {
  const parts: Shape[] = [];
  const turns = [-1.75, -1.3, -0.85, -0.4, 0, 0.4, 0.85, 1.3, 1.75];
  for (let n = 0; n + 1 < turns.length; n++) {
    const [a, b] = [arch(turns[n], -20), arch(turns[n + 1], -20)];
    parts.push(rod({ from: [a[0] * 1.2, a[1], a[2]], to: [b[0] * 1.2, b[1], b[2]], radiusMm: 6.2 }));
    parts.push(rod({ from: [a[0] * 1.15, a[1] + 1, a[2] + 8], to: [b[0] * 1.15, b[1] + 1, b[2] + 8], radiusMm: 4.5 }));
  }
  for (const s of [1, -1]) {
    parts.push(rod({ from: [s * 30, -30, -18], to: [s * 46, -2, 0], radiusMm: 6 }));
    parts.push(rod({ from: [s * 46, -2, 0], to: [s * 50, 0, 34], radiusMm: 5.5, endRadiusMm: 4.5 }));
  }
  return union(parts, 3);
}

function maxilla(): Shape {
  const turns = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
  const parts = turns.slice(1).map((t, n) => rod({ from: arch(turns[n], 12), to: arch(t, 12), radiusMm: 5 }));
  return union([...parts, block({ centre: [0, -48, 18], halfMm: [22, 20, 2.2], roundMm: 1 })], 3);
}

/** 14 teeth above and 13 below (one is missing, as so often): root and crown. */
function teeth(): { crown: Shape; root: Shape }[] {
  const all: { crown: Shape; root: Shape }[] = [];
  for (const [z, up, count] of [
    [1, 1, 14],
    [-10, -1, 13],
  ] as const)
    for (let n = 0; n < count; n++) {
      const t = -1.32 + (2.64 * n) / 13;
      const at = arch(t, z);
      const scale = up > 0 ? 1 : 1.08;
      const r = Math.abs(t) > 0.7 ? 4 : 2.9;
      const middle: Vector3 = [at[0] * scale, at[1], z];
      all.push({
        crown: rod({ from: middle, to: [middle[0], middle[1], z - up * 4], radiusMm: r }),
        root: rod({ from: middle, to: [middle[0], middle[1], z + up * 10], radiusMm: r * 0.75, endRadiusMm: 1.6 }),
      });
    }
  return all;
}

const CERVICAL = Array.from({ length: 6 }, (_, n) => ({ name: `C${n + 2}`, z: -8 - 19 * n }));
export const NECK_Y = curve([
  [-130, 30],
  [-60, 18],
  [0, 22],
  [30, 28],
]);

function cervical(z: number): Shape {
  const y = NECK_Y(z);
  const body = intersection([
    column({ centreX: () => 0, centreY: () => y, halfX: () => 12, halfY: () => 9, square: 0.2 }),
    slab({ lowZ: z - 7, highZ: z + 7 }),
  ]);
  const arches = ([1, -1] as const).flatMap((s) => [
    rod({ from: [s * 12, y + 2, z], to: [s * 21, y + 8, z], radiusMm: 4 }),
    rod({ from: [s * 20, y + 10, z], to: [0, y + 27, z - 4], radiusMm: 3 }),
  ]);
  return {
    ...union([body, ...arches, rod({ from: [0, y + 27, z - 4], to: [0, y + 40, z - 8], radiusMm: 3 })], 2),
    bounds: { low: [-27, y - 11, z - 13], high: [27, y + 45, z + 9] },
  };
}

export function headBones(): HeadBone[] {
  const vault = difference(SKULL, [BRAIN]);
  const orbits = ([1, -1] as const).map((s) => ellipsoid({ centre: [s * 32, -62, 52], radiiMm: [19, 24, 17] }));
  return [
    { name: 'skull', shape: { ...difference(vault, orbits), safety: 0.5 }, cortexMm: 1.9, marrow: 260, cortex: 1100 },
    ...([1, -1] as const).flatMap((s) => [
      {
        name: 'petrous bone',
        shape: ellipsoid({ centre: [s * 36, 14, 38], radiiMm: [27, 11, 12] }),
        cortexMm: 2.5,
        marrow: 500,
        cortex: 1300,
      },
      {
        name: 'zygoma',
        shape: union(
          [
            rod({ from: [s * 46, -58, 34], to: [s * 62, -36, 34], radiusMm: 5 }),
            rod({ from: [s * 62, -36, 34], to: [s * 64, 0, 38], radiusMm: 3.4 }),
            rod({ from: [s * 46, -58, 34], to: [s * 24, -62, 14], radiusMm: 4.5 }),
          ],
          3,
        ),
        cortexMm: 1.4,
        marrow: 150,
      },
      { name: 'orbital rim', shape: rod({ from: [s * 48, -60, 36], to: [s * 52, -52, 68], radiusMm: 3.4 }), cortexMm: 1.3, marrow: 150 },
    ]),
    { name: 'nasal bone', shape: rod({ from: [0, -84, 34], to: [0, -74, 62], radiusMm: 2.6, endRadiusMm: 4 }), cortexMm: 1.2, marrow: 200 },
    { name: 'skull base', shape: block({ centre: [0, -4, 30], halfMm: [30, 26, 5], roundMm: 3 }), cortexMm: 1.8, marrow: 220 },
    { name: 'maxilla', shape: maxilla(), cortexMm: 1.3, marrow: 180 },
    { name: 'mandible', shape: mandible(), cortexMm: 2, marrow: 160 },
    ...CERVICAL.map(({ name, z }) => ({ name, shape: cervical(z), cortexMm: 1.1, marrow: HU.trabecula + 60 })),
    {
      name: 'hyoid',
      shape: union(
        [
          rod({ from: [0, -42, -34], to: [16, -34, -32], radiusMm: 2.6 }),
          rod({ from: [0, -42, -34], to: [-16, -34, -32], radiusMm: 2.6 }),
          rod({ from: [16, -34, -32], to: [24, -14, -28], radiusMm: 2 }),
          rod({ from: [-16, -34, -32], to: [-24, -14, -28], radiusMm: 2 }),
        ],
        1,
      ),
      cortexMm: 1,
      marrow: 250,
    },
  ];
}

export const toothLayers = (): Layer[] =>
  teeth().flatMap(({ crown, root }) => [
    { name: 'tooth root', shape: root, hu: HU.dentine },
    { name: 'tooth crown', shape: crown, hu: HU.enamel, core: { depthMm: 1.3, hu: HU.dentine } },
  ]);

export const toothShapes = (): { name: string; shape: Shape }[] =>
  teeth().map(({ crown, root }) => ({ name: 'tooth', shape: union([crown, root]) }));
