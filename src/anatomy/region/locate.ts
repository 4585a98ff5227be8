import { type Grid, patientToIndex, type Region, type Side, type Vector3 } from '../../core/index.ts';
import type { Coarse } from '../frame/index.ts';
import { ZONES } from '../tissue/index.ts';
import type { Segment } from './segments.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

export interface Map3d {
  readonly grid: Grid;
  readonly coarse: Coarse;
  readonly zones: Uint8Array;
  readonly pieceOf: Uint8Array;
  readonly slices: readonly SliceProfile[];
  readonly segments: readonly Segment[];
  readonly spine: Spine;
}

/** Closer to the middle than this is neither left nor right. */
const MIDLINE_MM = 8;

/** Region and side of a patient point, from the level its slice shows and where in the slice it lies. */
export function locator(map: Map3d): (pointMm: Vector3) => { region: Region; side: Side } {
  return (pointMm) => {
    const index = patientToIndex(map.grid, pointMm);
    const at = index.map((value, axis) =>
      Math.min(map.coarse.size[axis] - 1, Math.max(0, Math.floor((value + 0.5) / map.coarse.factor[axis]))),
    ) as [number, number, number];
    return { region: regionAt(map, at), side: sideAt(map, at) };
  };
}

/** Middle of the body in a slice: the spine where it is seen, else the middle between the body's outer edges. */
function middleOf(map: Map3d, k: number): number | null {
  const column = map.spine.path[k];
  if (column !== null) return column.i;
  const pieces = map.slices[k].pieces;
  if (pieces.length === 0) return null;
  const large = pieces.filter((piece) => piece.areaMm2 > 0.5 * pieces[0].areaMm2);
  return (Math.min(...large.map((piece) => piece.low[0])) + Math.max(...large.map((piece) => piece.high[0]))) / 2;
}

function sideAt(map: Map3d, at: readonly [number, number, number]): Side {
  if (map.segments[at[2]] === 'limb') return 'unknown';
  const middle = middleOf(map, at[2]);
  if (middle === null) return 'unknown';
  const off = (at[0] - middle) * map.coarse.spacingMm[0];
  return Math.abs(off) < MIDLINE_MM ? 'midline' : off > 0 ? 'left' : 'right';
}

function regionAt(map: Map3d, at: readonly [number, number, number]): Region {
  const [i, j, k] = at;
  const [nx, ny] = map.coarse.size;
  const zone = map.zones[i + nx * (j + ny * k)];
  const piece = map.slices[k].pieces[0];
  if (piece === undefined) return 'unknown';
  const column = map.spine.path[k];
  const middle = middleOf(map, k) ?? piece.centre[0];
  const off = Math.abs(i - middle) * map.coarse.spacingMm[0];
  const behind = j > (column?.j ?? piece.centre[1] + 0.25 * (piece.high[1] - piece.low[1]));
  const trunkArm = map.pieceOf[i + nx * (j + ny * k)] > 1;
  const inside = zone === ZONES.cavity || zone === ZONES.gas || zone === ZONES.artery;
  switch (map.segments[k]) {
    case 'cranium':
      return 'head';
    case 'face':
      return behind ? 'head' : 'face';
    case 'neck':
      return 'neck';
    case 'chest':
      if (trunkArm) return 'upper-arm';
      if (zone === ZONES.lung || zone === ZONES.airway) return 'lung';
      if (inside) return 'mediastinum';
      return behind ? 'back' : 'chest-wall';
    case 'abdomen':
      if (trunkArm) return 'forearm';
      if (inside || zone === ZONES.lung) return 'abdomen';
      return behind && off < 110 ? 'back' : 'abdominal-wall';
    case 'pelvis':
      if (trunkArm) return 'forearm';
      if (inside) return 'pelvis';
      if (behind) return 'buttock';
      return off > 90 ? 'hip' : 'abdominal-wall';
    case 'thigh':
      return 'thigh';
    case 'knee':
      return 'knee';
    case 'lower-leg':
      return 'lower-leg';
    case 'foot':
      return 'foot';
    case 'limb':
      return 'unknown';
  }
}

const REGIONS_OF: Readonly<Record<Segment, readonly Region[]>> = {
  cranium: ['head'],
  face: ['face'],
  neck: ['neck'],
  chest: ['chest-wall', 'mediastinum', 'lung'],
  abdomen: ['abdomen'],
  pelvis: ['pelvis'],
  thigh: ['thigh'],
  knee: ['knee'],
  'lower-leg': ['lower-leg'],
  foot: ['foot'],
  limb: [],
};

/** A level counts as seen when it fills this much of the scan. */
const LEAST_SEEN_MM = 15;

export function regionsSeen(segments: readonly Segment[], sliceMm: number): Region[] {
  const seen: Region[] = [];
  for (const segment of new Set(segments)) {
    const slices = segments.filter((each) => each === segment).length;
    if (slices * sliceMm < LEAST_SEEN_MM && slices < segments.length) continue;
    for (const region of REGIONS_OF[segment]) if (!seen.includes(region)) seen.push(region);
  }
  return seen;
}
