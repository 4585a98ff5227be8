import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, clearBit, isSet, setBit } from '../frame/index.ts';
import type { Segment } from './segments.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

const RAYS = 96;
/** Where neither rib, hip bone, lung nor fat shows the inner side of the wall: about the thickness of the flank muscles. */
const WALL_MM = 16;
/** Lean wall before the first visceral fat. */
const WALL_LIMITS_MM = { least: 4, most: 30, behind: 75 };
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
export function findCavity(options: CavityOptions): { cavity: BitMask; interior: BitMask } {
  const { coarse, kernels } = options;
  const cavity = kernels.emptyMask(coarse.size);
  const fullest = fullestLung(options.slices);
  for (let k = 0; k < coarse.size[2]; k++) {
    if (!HOLDS_CAVITY.has(options.segments[k])) continue;
    // From where the lungs are widest upward they bound the cavity themselves; above their tops there is none.
    if (options.segments[k] === 'chest' && fullest !== null && k >= fullest) fillHull(cavity, options.lung, k);
    else fillSlice(cavity, options, k);
  }
  kernels.or(cavity, options.lung);
  const interior = kernels.copy(cavity);
  leaveSpineOut(cavity, options);
  kernels.andNot(cavity, options.bone);
  const smooth = kernels.open(cavity, { radiusMm: 1.01 * coarse.spacingMm[0], spacingMm: coarse.spacingMm });
  return { cavity: kernels.and(smooth, options.inner), interior };
}

/** The vertebral column and the muscles against it: from this far before its centre backward, to each side. */
const SPINE_MM = { front: 8, half: 34 };

function leaveSpineOut(cavity: BitMask, options: CavityOptions): void {
  const [sx, sy] = options.coarse.spacingMm;
  const [nx, ny] = options.coarse.size;
  options.spine.path.forEach((column, k) => {
    if (column === null) return;
    for (let j = Math.max(0, Math.floor(column.j - SPINE_MM.front / sy)); j < ny; j++)
      for (let i = Math.max(0, Math.floor(column.i - SPINE_MM.half / sx)); i <= Math.min(nx - 1, column.i + SPINE_MM.half / sx); i++)
        clearBit(cavity, i, j, k);
  });
}

/** Slice with the most lung; null when there is none. */
function fullestLung(slices: readonly SliceProfile[]): number | null {
  let best: number | null = null;
  slices.forEach((slice, k) => {
    if (slice.lungMm2 > (best === null ? 0 : slices[best].lungMm2)) best = k;
  });
  return best;
}

/** Sets what lies between the outermost lung voxels of a slice: its convex hull (monotone chain, Andrew 1979). */
function fillHull(cavity: BitMask, lung: BitMask, k: number): void {
  const [nx, ny] = lung.size;
  const points: [number, number][] = [];
  for (let j = 0; j < ny; j++) {
    let low = nx;
    let high = -1;
    for (let i = 0; i < nx; i++)
      if (isSet(lung, i, j, k)) {
        low = Math.min(low, i);
        high = i;
      }
    if (high >= low) points.push([low, j], [high, j]);
  }
  if (points.length < 6) return;
  const chain = (order: readonly [number, number][]): [number, number][] => {
    const hull: [number, number][] = [];
    for (const point of order) {
      while (hull.length > 1 && turn(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull;
  };
  // Points come sorted by row, then column, which is what the chain needs with the axes exchanged.
  const sorted = points.map(([i, j]): [number, number] => [j, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const lower = chain(sorted);
  const upper = chain([...sorted].reverse());
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const [first, last] = [sorted[0][0], sorted[sorted.length - 1][0]];
  for (let j = first; j <= last; j++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    hull.forEach((from, n) => {
      const to = hull[(n + 1) % hull.length];
      if (Math.min(from[0], to[0]) > j || Math.max(from[0], to[0]) < j) return;
      const places = from[0] === to[0] ? [from[1], to[1]] : [from[1] + ((j - from[0]) / (to[0] - from[0])) * (to[1] - from[1])];
      low = Math.min(low, ...places);
      high = Math.max(high, ...places);
    });
    for (let i = Math.ceil(low); i <= Math.floor(high); i++) setBit(cavity, i, j, k);
  }
}

const turn = (a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function fillSlice(cavity: BitMask, options: CavityOptions, k: number): void {
  const { coarse, spine } = options;
  const piece = options.slices[k].pieces[0];
  if (piece === undefined) return;
  const column = spine.path[k];
  const [sx, sy] = coarse.spacingMm;
  // Rays start from a point before the spine, which lies inside the cavity at every level of the trunk.
  const back = column ?? { i: piece.centre[0], j: piece.high[1] - 60 / sy };
  const origin = { i: column ? 0.5 * (column.i + piece.centre[0]) : piece.centre[0], j: Math.min(piece.centre[1], back.j - 30 / sy) };
  const pelvis = options.segments[k] === 'pelvis';
  let wall: (number | null)[] = [];
  const spare: (number | null)[] = [];
  for (let ray = 0; ray < RAYS; ray++) {
    const angle = (2 * Math.PI * ray) / RAYS;
    const line = { k, origin, dx: Math.cos(angle) / sx, dy: Math.sin(angle) / sy, behind: Math.sin(angle) > BEHIND_SINE };
    wall.push(pelvis ? pelvicWallAlong(options, line) : wallAlong(options, line));
    spare.push(pelvis && !line.behind ? wallAlong(options, line) : null);
  }
  if (pelvis) wall = betweenHipBones(wall, spare);
  const radius = smoothRays(wall);
  if (radius === null) return;
  for (let j = piece.low[1]; j <= piece.high[1]; j++)
    for (let i = piece.low[0]; i <= piece.high[0]; i++) {
      const [x, y] = [(i - origin.i) * sx, (j - origin.j) * sy];
      const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
      if (Math.hypot(x, y) <= radius[Math.floor(turn * RAYS) % RAYS]) setBit(cavity, i, j, k);
    }
}
/** Behind this the wall is the back's muscle, which only ribs, lung or fat can bound. */
const BEHIND_SINE = 0.35;
/** A slice whose wall shows itself on fewer rays than this share has no cavity to speak of. */
const LEAST_EVIDENCE = 0.3;

/** Where no hip bone stands before a ray it ends at the abdominal wall, but no farther out than the hip bones' inner sides. */
function betweenHipBones(wall: readonly (number | null)[], spare: readonly (number | null)[]): (number | null)[] {
  const limit = { right: 0, left: 0 };
  wall.forEach((mm, ray) => {
    const x = (mm ?? 0) * Math.cos((2 * Math.PI * ray) / RAYS);
    if (x > 0) limit.left = Math.max(limit.left, x);
    else limit.right = Math.max(limit.right, -x);
  });
  const gap = gapLengths(wall);
  return wall.map((mm, ray) => {
    // Between the pubis and the hip joint there is only a notch: the wall runs straight across it.
    if (mm !== null || spare[ray] === null || gap[ray] <= NOTCH_RAYS) return mm;
    const cosine = Math.cos((2 * Math.PI * ray) / RAYS);
    const most = cosine > 0 ? limit.left : limit.right;
    return Math.min(spare[ray], most / Math.max(0.01, Math.abs(cosine)));
  });
}

/** A quarter of the circle. */
const NOTCH_RAYS = RAYS / 4;

/** How many rays without a wall stand side by side at each ray; 0 where it has one. */
function gapLengths(wall: readonly (number | null)[]): number[] {
  const lengths = wall.map(() => 0);
  const first = wall.findIndex((mm) => mm !== null);
  if (first < 0) return lengths.map(() => wall.length);
  for (let n = 1; n <= wall.length; n++) {
    const from = n;
    while (n < wall.length && wall[(first + n) % RAYS] === null) n++;
    for (let m = from; m < n; m++) lengths[(first + m) % RAYS] = n - from;
  }
  return lengths;
}

/** Muscle that lines the pelvis within (obturator internus, iliacus) up to the first fat; an organ against the bone is thicker. */
const LINING_MM = { most: 32, fatRun: 3 };

/** In the pelvis the wall is the first bone from within: hip bones lie under thick muscle, with the thigh bones outside them. */
function pelvicWallAlong(options: CavityOptions, ray: Ray): number | null {
  const { bone, pieceOf, coarse } = options;
  const [nx, ny] = coarse.size;
  for (let mm = CENTRE_MM; ; mm++) {
    const [i, j] = [Math.round(ray.origin.i + mm * ray.dx), Math.round(ray.origin.j + mm * ray.dy)];
    if (i < 0 || j < 0 || i >= nx || j >= ny || pieceOf[i + nx * (j + ny * ray.k)] !== 1) return null;
    if (isSet(bone, i, j, ray.k)) return mm - liningBefore(options, ray, mm);
  }
}

/** Thickness of lean tissue against the bone met at `mm`, coming from within. */
function liningBefore(options: CavityOptions, ray: Ray, mm: number): number {
  const { coarse, fatBelowHu, bone } = options;
  const [nx, ny] = coarse.size;
  let fat = 0;
  for (let back = RIB_LINING_MM; back <= LINING_MM.most + LINING_MM.fatRun && mm - back > CENTRE_MM; back++) {
    const [i, j] = [Math.round(ray.origin.i + (mm - back) * ray.dx), Math.round(ray.origin.j + (mm - back) * ray.dy)];
    fat = coarse.hu[i + nx * (j + ny * ray.k)] < fatBelowHu && !isSet(bone, i, j, ray.k) ? fat + 1 : 0;
    if (fat === LINING_MM.fatRun) return Math.max(RIB_LINING_MM, back - LINING_MM.fatRun);
  }
  return RIB_LINING_MM;
}

interface Ray {
  readonly k: number;
  readonly origin: { readonly i: number; readonly j: number };
  /** Voxels per mm. */
  readonly dx: number;
  readonly dy: number;
  readonly behind: boolean;
}

/** Rays without evidence take over from their neighbours; then a running median. */
function smoothRays(wall: readonly (number | null)[]): Float64Array | null {
  const known = wall.filter((value) => value !== null).length;
  if (known < LEAST_EVIDENCE * RAYS) return null;
  const filled = wall.map((value, ray) => {
    if (value !== null) return value;
    for (let away = 1; away < RAYS / 2; away++) {
      const [left, right] = [wall[(ray - away + RAYS) % RAYS], wall[(ray + away) % RAYS]];
      if (left !== null || right !== null) return Math.min(left ?? right ?? 0, right ?? left ?? 0);
    }
    return 0;
  });
  return Float64Array.from(filled, (_, ray) => {
    const near: number[] = [];
    for (let d = -SMOOTH_RAYS; d <= SMOOTH_RAYS; d++) near.push(filled[(ray + d + RAYS) % RAYS]);
    near.sort((a, b) => a - b);
    return near[SMOOTH_RAYS];
  });
}

/** Distance (mm) from the origin to the inner side of the wall along a ray of unit mm steps; null = nothing shows it. */
function wallAlong(options: CavityOptions, ray: Ray): number | null {
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
  const most = ray.behind ? WALL_LIMITS_MM.behind : WALL_LIMITS_MM.most;
  let fatRun = 0;
  let lean = 0;
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
    if (!fat) lean++;
    fatRun = fat && lean >= WALL_LIMITS_MM.least ? fatRun + 1 : 0;
    if (fatRun >= FAT_RUN_MM && fromFat === null && outer - mm <= most) fromFat = mm + FAT_RUN_MM;
    // Bone is sought deeper than fat: ribs and hip bones lie under muscle with fat between its layers.
    if (outer - mm > BONE_REACH_MM) break;
  }
  return fromFat ?? (ray.behind ? null : Math.max(0, outer - WALL_MM));
}
/** Bone nearer the rays' origin than this is no wall. */
const CENTRE_MM = 15;
const BONE_REACH_MM = 80;
