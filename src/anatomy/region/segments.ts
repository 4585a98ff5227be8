import { bestChain, near } from './chain.ts';
import { type LimbLevel, limbLevels } from './limb.ts';
import type { SliceProfile } from './slices.ts';
import type { Spine } from './spine.ts';

type TrunkLevel = 'cranium' | 'face' | 'neck' | 'chest' | 'abdomen' | 'pelvis' | 'thigh' | 'knee' | 'lower-leg' | 'foot';

/** Level of the body that a slice shows. */
export type Segment = TrunkLevel | LimbLevel;

export interface Segments {
  /** Bottom slice first. */
  readonly levels: readonly Segment[];
  /** One limb scanned alone: which side it is cannot be seen from a trunk. */
  readonly singleLimb: boolean;
}

const ORDER: readonly TrunkLevel[] = ['cranium', 'face', 'neck', 'chest', 'abdomen', 'pelvis', 'thigh', 'knee', 'lower-leg', 'foot'];

/** The likeliest level per slice, under the order from head to foot or along a limb. */
export function segmentSlices(
  slices: readonly SliceProfile[],
  options: { spine: Spine; sliceMm: number; airwayMm2: number; bodyPart: string | null },
): Segments {
  const { sliceMm } = options;
  if (looksLikeSingleLimb(slices, options.airwayMm2)) return { levels: limbLevels(slices, options), singleLimb: true };
  const order = slices.map((_, k) => slices.length - 1 - k);
  const chain = { levels: ORDER, score: (k: number): number[] => scoreSegments(slices[k], options.spine.path[k] !== null) };
  return { levels: bestChain(chain, { order, sliceMm }).levels.reverse(), singleLimb: false };
}

/** A trunk is wider than this (equivalent radius); a thigh seldom is. */
const LIMB_RADIUS_MM = 95;
/** Airway in a neck or head, summed over the slices. */
const AIRWAY_MM2 = 500;

function looksLikeSingleLimb(slices: readonly SliceProfile[], airwayMm2: number): boolean {
  let narrow = 0;
  let filled = 0;
  for (const slice of slices) {
    if (slice.pieces.length === 0) continue;
    filled++;
    const radius = Math.sqrt(slice.pieces[0].areaMm2 / Math.PI);
    const pair = slice.pieces.length === 2 && slice.pieces[1].areaMm2 > 0.5 * slice.pieces[0].areaMm2 && radius > PAIR_RADIUS_MM;
    if (radius < LIMB_RADIUS_MM && !pair && slice.enclosedMm2 < 800 && slice.lungMm2 < 100) narrow++;
  }
  return filled > 0 && narrow > 0.8 * filled && airwayMm2 < AIRWAY_MM2;
}
/** Two pieces thicker than fingers. */
const PAIR_RADIUS_MM = 25;

/** Log-odds-like scores per level, each a sum of what speaks for and against. */
function scoreSegments(slice: SliceProfile, spine: boolean): number[] {
  const largest = slice.pieces[0];
  if (largest === undefined) return ORDER.map(() => 0);
  const radius = Math.sqrt(largest.areaMm2 / Math.PI);
  const second = slice.pieces[1]?.areaMm2 ?? 0;
  const pair = second > 0.5 * largest.areaMm2;
  const lung = slice.lungMm2 / largest.areaMm2;
  const boneShare = slice.boneMm2 / slice.bodyMm2;
  const enclosed = slice.enclosedMm2 > 2500;
  const wideBones = hipLikeBones(slice);
  const column = spine ? 1 : -1;
  const scores: Record<TrunkLevel, number> = {
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
  };
  return ORDER.map((segment) => scores[segment]);
}

/** Large bones far to both sides of the middle of the trunk: hip bones, or femoral heads. */
const HIP_BONE_MM2 = 350;
const hipLikeBones = (slice: SliceProfile): boolean =>
  slice.lateralBone.right.mm2 > HIP_BONE_MM2 && slice.lateralBone.left.mm2 > HIP_BONE_MM2;

const twoBones = (slice: SliceProfile, wanted: 1 | 2): number => {
  const large = slice.pieces[0].bonesMm2.filter((area) => area > 60).length;
  return large === wanted ? 1.5 : large === wanted + 1 || large === 0 ? 0 : -1;
};
