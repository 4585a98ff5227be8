import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

/** Level of the body that a slice shows, from the top down; limbs scanned alone have their own names. */
export type Segment = 'cranium' | 'face' | 'neck' | 'chest' | 'abdomen' | 'pelvis' | 'thigh' | 'knee' | 'lower-leg' | 'foot' | 'limb';

const ORDER: readonly Segment[] = ['cranium', 'face', 'neck', 'chest', 'abdomen', 'pelvis', 'thigh', 'knee', 'lower-leg', 'foot'];

/** Change of level costs this much; skipping a level costs more, going back up is not allowed. */
const CHANGE_COST = 4;
const SKIP_COST = 6;

/**
 * The likeliest level per slice (bottom slice first) under the order from head to foot: Viterbi over the scores below,
 * summed per mm so that slice thickness does not matter. `limb` for every slice when no part of trunk, head or leg
 * pair explains the scan.
 */
export function segmentSlices(slices: readonly SliceProfile[], spine: Spine, sliceMm: number): Segment[] {
  if (looksLikeSingleLimb(slices)) return slices.map(() => 'limb');
  const scores = slices.map((slice, k) => scoreSegments(slice, spine.path[k] !== null));
  const n = ORDER.length;
  let best = scores[slices.length - 1].map((value) => value * sliceMm);
  const back: number[][] = [];
  for (let k = slices.length - 2; k >= 0; k--) {
    const here: number[] = [];
    const from: number[] = [];
    for (let s = 0; s < n; s++) {
      let top = Number.NEGATIVE_INFINITY;
      let topAt = 0;
      for (let p = 0; p <= s; p++) {
        const value = best[p] - (p === s ? 0 : CHANGE_COST * 10 + SKIP_COST * 10 * (s - p - 1));
        if (value > top) {
          top = value;
          topAt = p;
        }
      }
      here.push(top + scores[k][s] * sliceMm);
      from.push(topAt);
    }
    best = here;
    back.push(from);
  }
  let state = best.indexOf(Math.max(...best));
  const path: Segment[] = [ORDER[state]];
  for (let step = back.length - 1; step >= 0; step--) {
    state = back[step][state];
    path.push(ORDER[state]);
  }
  return path;
}

/** A trunk or a head is wider than this (equivalent radius); an arm never is. */
const LIMB_RADIUS_MM = 62;

function looksLikeSingleLimb(slices: readonly SliceProfile[]): boolean {
  let narrow = 0;
  let filled = 0;
  for (const slice of slices) {
    if (slice.pieces.length === 0) continue;
    filled++;
    const radius = Math.sqrt(slice.pieces[0].areaMm2 / Math.PI);
    const pair = slice.pieces.length > 1 && slice.pieces[1].areaMm2 > 0.5 * slice.pieces[0].areaMm2;
    if (radius < LIMB_RADIUS_MM && !pair && slice.enclosedMm2 < 500) narrow++;
  }
  return filled > 0 && narrow > 0.7 * filled;
}

/** Log-odds-like scores per level, each a sum of what speaks for and against. */
function scoreSegments(slice: SliceProfile, spine: boolean): number[] {
  const largest = slice.pieces[0];
  if (largest === undefined) return ORDER.map(() => 0);
  const radius = Math.sqrt(largest.areaMm2 / Math.PI);
  const second = slice.pieces[1]?.areaMm2 ?? 0;
  const pair = second > 0.5 * largest.areaMm2;
  const near = (value: number, centre: number, width: number): number => -Math.min(4, ((value - centre) / width) ** 2);
  const lung = slice.lungMm2 / largest.areaMm2;
  const boneShare = slice.boneMm2 / slice.bodyMm2;
  const enclosed = slice.enclosedMm2 > 2500;
  const wideBones = hipLikeBones(slice);
  const column = spine ? 1 : -1;
  const scores: Record<Segment, number> = {
    cranium: (enclosed ? 4 : -4) + near(radius, 80, 25) + (lung > 0.02 ? -4 : 0) + (pair ? -3 : 0),
    face: (enclosed ? -1 : 0) + near(radius, 75, 20) + (boneShare > 0.1 ? 1 : -1) + (lung > 0.02 ? -3 : 0) + (pair ? -3 : 0),
    neck: (enclosed ? -3 : 0) + near(radius, 62, 15) + column + (boneShare < 0.12 ? 1 : -1) + (lung > 0.02 ? -3 : 0) + (pair ? -3 : 0),
    chest: (lung > 0.03 ? 3 : -2) + near(radius, 150, 50) + column + (enclosed ? -3 : 0) + (pair ? -3 : 0),
    abdomen:
      (lung > 0.1 ? -3 : lung < 0.03 ? 0.5 : 0) +
      near(radius, 145, 50) +
      column +
      (wideBones ? -2 : 1) +
      (enclosed ? -3 : 0) +
      (pair ? -3 : 0),
    pelvis: (lung > 0.02 ? -4 : 0) + near(radius, 150, 45) + (wideBones ? 3 : -2) + (enclosed ? -3 : 0) + (pair ? -2 : 0),
    thigh: (pair ? 2 : 0) + near(radius, 85, 25) + (boneShare < 0.09 ? 1 : -2) - column + (lung > 0.02 ? -4 : 0) + twoBones(slice, 1),
    knee: (pair ? 1.5 : 0) + near(radius, 62, 15) + (boneShare > 0.18 ? 2 : -2) - column + (lung > 0.02 ? -4 : 0),
    'lower-leg':
      (pair ? 1.5 : 0) + near(radius, 52, 14) + (boneShare < 0.2 ? 1 : -1) - column + (lung > 0.02 ? -4 : 0) + twoBones(slice, 2),
    foot: (pair ? 1 : 0) + near(radius, 45, 14) + (boneShare > 0.2 ? 1 : -1) - column + (lung > 0.02 ? -4 : 0),
    limb: 0,
  };
  return ORDER.map((segment) => scores[segment]);
}

/** Large bones far to both sides of the middle of the trunk: hip bones, or femoral heads. */
const HIP_BONE_MM2 = 350;
const hipLikeBones = (slice: SliceProfile): boolean => slice.lateralBoneMm2[0] > HIP_BONE_MM2 && slice.lateralBoneMm2[1] > HIP_BONE_MM2;

const twoBones = (slice: SliceProfile, wanted: 1 | 2): number => {
  const large = slice.pieces[0].bonesMm2.filter((area) => area > 60).length;
  return large === wanted ? 1.5 : large === wanted + 1 || large === 0 ? 0 : -1;
};
