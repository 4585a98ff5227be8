import { type Grid, indexToPatient, patientToIndex, type Region, type Side, type Vector3 } from '../../core/index.ts';
import type { BitMask } from '../../kernels/types.ts';
import { type Coarse, isSet } from '../frame/index.ts';
import { ZONES } from '../tissue/index.ts';
import type { Landmarks } from './landmarks.ts';
import { armLevel } from './limb.ts';
import type { Segment, Segments } from './segments.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

export interface Map3d {
  readonly grid: Grid;
  readonly coarse: Coarse;
  readonly zones: Uint8Array;
  /** Inside of chest wall, abdominal wall and pelvis, with spine and psoas where they bound it. */
  readonly interior: BitMask;
  readonly pieceOf: Uint8Array;
  readonly slices: readonly SliceProfile[];
  readonly segments: Segments;
  readonly spine: Spine;
  readonly landmarks: Landmarks;
  readonly female: boolean;
}

/** Closer to the middle than this is neither left nor right. */
const MIDLINE_MM = 10;
/** A limb scanned alone and reconstructed this far off the scanner's middle lay beside the trunk on that side. */
const BESIDE_TRUNK_MM = 60;

/** Region and side of a patient point, from the level its slice shows and where in the slice it lies. */
export function locator(map: Map3d): (pointMm: Vector3) => { region: Region; side: Side } {
  const limbSide = map.segments.singleLimb ? sideOfLimb(map) : null;
  return (pointMm) => {
    const index = patientToIndex(map.grid, pointMm);
    const at = index.map((value, axis) =>
      Math.min(map.coarse.size[axis] - 1, Math.max(0, Math.floor((value + 0.5) / map.coarse.factor[axis]))),
    ) as [number, number, number];
    return { region: regionAt(map, at), side: limbSide ?? sideAt(map, at) };
  };
}

/** From where the limb lies across the scanner; unknown when it was laid into the middle. */
function sideOfLimb(map: Map3d): Side {
  let sum = 0;
  let weight = 0;
  map.slices.forEach((slice, k) => {
    for (const piece of slice.pieces) {
      const index = [piece.centre[0], piece.centre[1], k].map((value, axis) => (value + 0.5) * map.coarse.factor[axis] - 0.5);
      sum += piece.areaMm2 * indexToPatient(map.grid, index as unknown as Vector3)[0];
      weight += piece.areaMm2;
    }
  });
  const x = weight > 0 ? sum / weight : 0;
  return Math.abs(x) < BESIDE_TRUNK_MM ? 'unknown' : x > 0 ? 'left' : 'right';
}

function sideAt(map: Map3d, at: readonly [number, number, number]): Side {
  const middle = map.landmarks.middle[at[2]];
  if (middle === null) return 'unknown';
  const off = (at[0] - middle) * map.coarse.spacingMm[0];
  return Math.abs(off) <= MIDLINE_MM ? 'midline' : off > 0 ? 'left' : 'right';
}

/** Where a point lies in its slice, mm; `back` and `up` are measured from the landmark that the level offers. */
interface Place {
  readonly off: number;
  readonly behindSpine: boolean;
  readonly inside: boolean;
  readonly zone: number;
}

function regionAt(map: Map3d, at: readonly [number, number, number]): Region {
  const [i, j, k] = at;
  const [nx, ny] = map.coarse.size;
  const piece = map.slices[k].pieces[0];
  if (piece === undefined) return 'unknown';
  const level = map.segments.levels[k];
  const offset = i + nx * (j + ny * k);
  const beside = map.pieceOf[offset] > 1 ? map.slices[k].pieces[map.pieceOf[offset] - 1] : null;
  if (beside !== null && (level === 'chest' || level === 'abdomen' || level === 'pelvis')) return armLevel(beside);
  const middle = map.landmarks.middle[k] ?? piece.centre[0];
  const place: Place = {
    off: Math.abs(i - middle) * map.coarse.spacingMm[0],
    behindSpine: j > (map.spine.path[k]?.j ?? piece.centre[1] + 0.25 * (piece.high[1] - piece.low[1])),
    inside: isSet(map.interior, i, j, k),
    zone: map.zones[offset],
  };
  switch (level) {
    case 'cranium':
      return 'head';
    case 'face':
      return place.behindSpine ? 'head' : 'face';
    case 'chest':
      return chestRegion(map, at, place);
    case 'abdomen':
      if (place.inside) return 'abdomen';
      return place.behindSpine && place.off < BACK_HALF_MM ? 'back' : 'abdominal-wall';
    case 'pelvis':
      return pelvicRegion(map, at, place);
    default:
      return level;
  }
}
const BACK_HALF_MM = 120;

/** Shoulder and armpit lie beside the upper part of the rib cage, from the lung's top down, mm. */
const SHOULDER = { downMm: 70, offMm: 115 };
const AXILLA = { fromMm: 40, toMm: 140, offMm: 115 };
const BREAST = { fromMm: 60, toMm: 230, offMm: [25, 150] } as const;

function chestRegion(map: Map3d, at: readonly [number, number, number], place: Place): Region {
  const { off, behindSpine, inside, zone } = place;
  if (zone === ZONES.lung || zone === ZONES.airway) return 'lung';
  const below = map.landmarks.lung === null ? null : (map.landmarks.lung.top - at[2]) * map.coarse.spacingMm[2];
  if (inside) return map.landmarks.lung !== null && at[2] < map.landmarks.lung.bottom ? 'abdomen' : 'mediastinum';
  if (below !== null && off > SHOULDER.offMm && below < SHOULDER.downMm) return 'shoulder';
  if (below !== null && off > AXILLA.offMm && below > AXILLA.fromMm && below < AXILLA.toMm && !behindSpine) return 'axilla';
  if (behindSpine) return 'back';
  const breastHeight = below !== null && below > BREAST.fromMm && below < BREAST.toMm;
  if (map.female && breastHeight && zone === ZONES.subcutaneous && off > BREAST.offMm[0] && off < BREAST.offMm[1]) return 'breast';
  return 'chest-wall';
}

/** Borders about the hip joints of an adult, mm: behind and above them, beside the middle, to where the thigh begins. */
const HIP = {
  thighBelow: 72,
  jointAbove: 60,
  buttockBehind: 26,
  hipOff: 62,
  buttockHalf: 120,
  groinFront: 20,
  crestAbove: 130,
  crestOff: 96,
  buttockAbove: 110,
};

function pelvicRegion(map: Map3d, at: readonly [number, number, number], place: Place): Region {
  const { off, inside, behindSpine } = place;
  const hip = map.landmarks.hip;
  if (hip === null) return inside ? 'pelvis' : behindSpine ? 'buttock' : 'abdominal-wall';
  const up = ((at[2] - hip.k) * map.coarse.spacingMm[2]) / hip.scale;
  const back = ((at[1] - hip.j) * map.coarse.spacingMm[1]) / hip.scale;
  const away = off / hip.scale;
  if (up < -HIP.thighBelow) return 'thigh';
  if (inside) return 'pelvis';
  if (up < HIP.jointAbove) {
    if (back > HIP.buttockBehind && away < HIP.buttockHalf) return 'buttock';
    if (away > HIP.hipOff) return 'hip';
    return back < -HIP.groinFront ? 'groin' : 'pelvis';
  }
  if (back > HIP.groinFront) return up < HIP.buttockAbove ? 'buttock' : 'back';
  return up < HIP.crestAbove && away > HIP.crestOff ? 'hip' : 'abdominal-wall';
}

const REGIONS_OF: Readonly<Partial<Record<Segment, readonly Region[]>>> = {
  cranium: ['head'],
  face: ['face'],
  chest: ['chest-wall', 'mediastinum', 'lung'],
};

/** A level counts as seen when it fills this much of the scan. */
const LEAST_SEEN_MM = 15;

export function regionsSeen(segments: readonly Segment[], sliceMm: number): Region[] {
  const seen: Region[] = [];
  for (const segment of new Set(segments)) {
    const slices = segments.filter((each) => each === segment).length;
    if (slices * sliceMm < LEAST_SEEN_MM && slices < segments.length) continue;
    for (const region of REGIONS_OF[segment] ?? [segment as Region]) if (!seen.includes(region)) seen.push(region);
  }
  return seen;
}
