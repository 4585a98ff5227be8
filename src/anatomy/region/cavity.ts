import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, isSet, setBit } from '../frame/index.ts';
import type { Segment } from './segments.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

const RAYS = 96;
/** Where neither rib, hip bone, lung nor fat shows the inner side of the wall: about the thickness of the flank muscles. */
const WALL_MM = 16;
/** Lean wall before the first visceral fat. */
const WALL_LIMITS_MM = { least: 4, most: 50 };
const FAT_RUN_MM = 4;
const RIB_LINING_MM = 2;
/** A ray's wall is smoothed over this many neighbours to each side. */
const SMOOTH_RAYS = 4;

export interface CavityOptions {
  readonly coarse: Coarse;
  readonly inner: BitMask;
  readonly bone: BitMask;
  readonly lung: BitMask;
  readonly pieceOf: Uint8Array;
  readonly slices: readonly SliceProfile[];
  readonly segments: readonly Segment[];
  readonly spine: Spine;
  readonly fatBelowHu: number;
  readonly kernels: Kernels;
}

const HOLDS_CAVITY: ReadonlySet<Segment> = new Set(['chest', 'abdomen', 'pelvis']);

/**
 * Inside of ribs, abdominal wall and pelvis: in each slice rays run inward from the deep fascia to the inner side of
 * the first bone, lung or visceral fat they meet.
 */
export function findCavity(options: CavityOptions): BitMask {
  const { coarse, kernels } = options;
  const cavity = kernels.emptyMask(coarse.size);
  for (let k = 0; k < coarse.size[2]; k++) if (HOLDS_CAVITY.has(options.segments[k])) fillSlice(cavity, options, k);
  kernels.or(cavity, options.lung);
  kernels.andNot(cavity, options.bone);
  return kernels.and(kernels.open(cavity, { radiusMm: 1.01 * coarse.spacingMm[0], spacingMm: coarse.spacingMm }), options.inner);
}

function fillSlice(cavity: BitMask, options: CavityOptions, k: number): void {
  const { coarse, spine } = options;
  const piece = options.slices[k].pieces[0];
  if (piece === undefined) return;
  const column = spine.path[k];
  const [sx, sy] = coarse.spacingMm;
  const [nx, ny] = coarse.size;
  // Rays start from a point before the spine, which lies inside the cavity at every level of the trunk.
  const back = column ?? { i: piece.centre[0], j: piece.high[1] - 60 / sy };
  const origin = { i: column ? 0.5 * (column.i + piece.centre[0]) : piece.centre[0], j: Math.min(piece.centre[1], back.j - 30 / sy) };
  const wall = new Float64Array(RAYS);
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (2 * Math.PI * ray) / RAYS;
    wall[ray] = wallAlong(options, { k, origin, dx: Math.cos(angle) / sx, dy: Math.sin(angle) / sy });
  }
  const smooth = wall.map((_, ray) => {
    const near: number[] = [];
    for (let d = -SMOOTH_RAYS; d <= SMOOTH_RAYS; d++) near.push(wall[(ray + d + RAYS) % RAYS]);
    near.sort((a, b) => a - b);
    return near[SMOOTH_RAYS];
  });
  for (let j = piece.low[1]; j <= Math.min(piece.high[1], ny - 1); j++) {
    if (j > back.j) break;
    for (let i = piece.low[0]; i <= Math.min(piece.high[0], nx - 1); i++) {
      const [x, y] = [(i - origin.i) * sx, (j - origin.j) * sy];
      const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
      if (Math.hypot(x, y) <= smooth[Math.floor(turn * RAYS) % RAYS]) setBit(cavity, i, j, k);
    }
  }
}

/** Distance (mm) from the origin to the inner side of the wall along a ray of unit mm steps. */
function wallAlong(options: CavityOptions, ray: { k: number; origin: { i: number; j: number }; dx: number; dy: number }): number {
  const { coarse, inner, bone, lung, pieceOf } = options;
  const [nx, ny] = coarse.size;
  const { k, origin, dx, dy } = ray;
  const at = (mm: number): [number, number] => [Math.round(origin.i + mm * dx), Math.round(origin.j + mm * dy)];
  const offsetOf = (i: number, j: number): number => i + nx * (j + ny * k);
  let outer = 0;
  for (let mm = 0; ; mm++) {
    const [i, j] = at(mm);
    if (i < 0 || j < 0 || i >= nx || j >= ny || pieceOf[offsetOf(i, j)] !== 1) break;
    if (isSet(inner, i, j, k)) outer = mm;
  }
  let fatRun = 0;
  let lean = false;
  let inBone = false;
  let fromFat: number | null = null;
  for (let mm = outer; mm > 0; mm--) {
    const [i, j] = at(mm);
    if (isSet(bone, i, j, k)) {
      inBone = true;
      continue;
    }
    if (inBone) return mm - RIB_LINING_MM;
    if (isSet(lung, i, j, k)) return mm;
    const fat = coarse.hu[offsetOf(i, j)] < options.fatBelowHu;
    if (!fat) lean = true;
    fatRun = fat && lean ? fatRun + 1 : 0;
    if (fatRun >= FAT_RUN_MM && fromFat === null && outer - mm >= WALL_LIMITS_MM.least && outer - mm <= WALL_LIMITS_MM.most)
      fromFat = mm + FAT_RUN_MM;
    if (fromFat !== null && outer - mm > WALL_LIMITS_MM.most) break;
  }
  return fromFat ?? Math.max(0, outer - WALL_MM);
}
