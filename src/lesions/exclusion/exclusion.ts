import type { Anatomy } from '../../anatomy/index.ts';
import type { Region } from '../../core/index.ts';
import type { Blood, Candidate } from '../candidates/index.ts';
import { contrastLimit } from '../candidates/index.ts';
import type { Excluded } from '../types.ts';
import type { Context } from './context.ts';
import { strandHu } from './context.ts';

export interface Verdict {
  readonly reason: Excluded['reason'];
  readonly measures: Readonly<Record<string, number>>;
}

export interface ExclusionInput {
  readonly candidate: Candidate;
  readonly context: Context;
  readonly anatomy: Anatomy;
  readonly blood: Blood;
  readonly region: Region;
  readonly voxelMm3: number;
  /** Reaches the scan's first or last slice. */
  readonly atScanEnd: boolean;
  /** A long piece of the chest's wall that lies on the cavity. */
  readonly alongPleura: boolean;
  /** Lies in the chest's wall, beside or behind. */
  readonly ribRegion: boolean;
  /** Lies where rib cartilage does. */
  readonly ribCartilage: boolean;
  /** Full lengths of the candidate's box, mm. */
  readonly extentMm: readonly [number, number, number];
  /** Highest HU of metal within the same slices, and how far it is; null without metal. */
  readonly metal: { readonly maxHu: number; readonly distanceMm: number } | null;
}

/** No mineral at 120 kVp reaches this (enamel 2500..2800); 12-bit scans clip at 3071. */
const METAL_HU = 2800;
/** Metal with a small part in each voxel stays lower, but leaves dark streaks. */
const STREAKED_METAL_HU = 2400;
const STREAKED_DARK_SHARE = 0.04;
/** A dense bolus in a vein is as bright as metal, but fills a tube. */
const BOLUS_MM3 = 600;
/** Where the veins that a bolus runs in through lie. */
export const BOLUS_REGIONS: readonly Region[] = [
  'neck',
  'shoulder',
  'axilla',
  'upper-arm',
  'elbow',
  'forearm',
  'chest-wall',
  'mediastinum',
];
/** Peak over the surroundings that noise does not reach: about one voxel in 1e8 at 5.5 (Gaussian), with room for structure. */
const PEAK_SIGMAS = 5.5;
const GROUP_SIGMAS = 4.5;
const GROUP_VOXELS = 4;
/** Contact with bone over this share of the surface is a piece of that bone's edge. */
const BONE_CONTACT = 0.4;
/** Contact with bone as large as the piece's own cross-section: the bone runs on into it. */
const BONE_ROOT = 1;
/** A short piece must touch by this share; a deposit that only leans on bone touches by less. */
const JOINED_CONTACT = 0.28;
const JOINED_MM = 25;
const JOINED_MM3 = 150;
/** Most of it came out of the bone mask by a cut. */
const CUT_SHARE = 0.4;
/** Cortical bone exceeds 900 HU where it is thicker than the blur. */
const CORTEX_HU = 900;
const MASS_MM3 = 4000;
/** Share of its box that a mass fills; a ball fills 0.52, a bent plate of bone much less. */
const MASS_FILL = 0.12;
/** What the bone mask left of a cortex's blur. */
const RIM = { overThreshold: 1.8, ofPeak: 0.9 };
/** Peak over what touches bone; the blur of a cortex falls steadily. */
const OWN_PEAK = 1.2;
const OWN_PEAK_SIGMAS = 3;
const OWN_PEAK_MM = 12;
/** A ball fills 0.52 of its box; a strip of bone far less. */
const OWN_PEAK_FILL = 0.33;
/** Fewer voxels show no form. */
const FORM_VOXELS = 100;
/** Longer than any focus of the chest wall but a rib or its fused cartilage. */
const RIB_MM = 50;
/** Diagonal of a piece of rib over the diameter of the ball of its volume, at the least: 6 cm of a rib of 1 cm2 have 2.7, a ball 1.73. */
const RIB_LENGTH = 2.3;
const CARTILAGE_BONE_CONTACT = 0.15;
const GAS_CONTACT = 0.12;
const STREAK_REACH_MM = 70;
const STREAK_DARK_SHARE = 0.08;
/** A streak carries a small part of the metal's HU. */
const STREAK_PART = 0.3;
const LUMEN_PLATEAU = 0.25;
/** Skin, fat and muscle about it: no organ shines there, and vessels run on. */
const WALL = 0.6;
/** Share of the surface that touches enhanced blood, and from where on it is surrounded by it. */
const TOUCHES = 0.15;
const LUNG_SHARE = 0.4;
const LUNG_HU = -500;
const IMMERSED = 0.75;
/** Unmixed contrast rises this far over the level about it. */
const STREAMING = 1.5;
/** Branches of a muscle or of the skin: what one slice or two show of them stays fainter and smaller than this. */
const THIN_VESSEL = { ofBlood: 0.75, mm3: 150 };
/** Diagonal of the box over the diameter of the equal-volume ball (a ball has 1.73), and peak over the faintest strand seen. */
const ALONE = { length: 1.95, overStrand: 4 };
/** No plaque is this large; a chamber or a great vessel that was followed in part only is. */
const CHAMBER_MM3 = 3000;
/** Streaks start where the metal ends. */
const METAL_MARGIN_MM = 5;
/** Wires, catheters and pins: long, thin and denser than plaque is on the whole. */
const WIRE_RATIO = 7;
const WIRE_MEAN_HU = 1100;

/** Why a bright piece is not reported as calcification; null when it is. */
export function excludedBecause(input: ExclusionInput): Verdict | null {
  const { candidate, context, voxelMm3 } = input;
  const measures: Record<string, number> = {
    maxHu: candidate.maxHu,
    meanHu: round(candidate.meanHu),
    volumeMm3: round(candidate.voxels.length * voxelMm3),
    boneContact: round(context.boneShare),
    boneRoot: round(context.boneRoot),
    cutShare: round(candidate.cutShare),
    contactHu: context.contactHu ?? 0,
    contrastContact: round(context.contrastShare),
    gasContact: round(context.gasShare),
    outsideContact: round(context.outsideShare),
    peakSigmas: round(context.peakSigmas),
    darkShare: round(context.darkShare),
    plateauShare: round(context.plateauShare),
  };
  if (input.metal !== null) {
    measures['metalDistanceMm'] = round(input.metal.distanceMm);
    measures['metalMaxHu'] = input.metal.maxHu;
  }
  const reason = metal(input) ?? noise(input) ?? streak(input) ?? contrast(input) ?? bone(input) ?? device(input);
  return reason === null ? null : { reason, measures };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function metal({ candidate, context, blood, region, voxelMm3 }: ExclusionInput): Excluded['reason'] | null {
  const clipped = candidate.maxHu >= METAL_HU;
  const streaked = candidate.maxHu >= STREAKED_METAL_HU && context.darkShare >= STREAKED_DARK_SHARE;
  if (!clipped && !streaked) return null;
  const mm3 = candidate.voxels.length * voxelMm3;
  const bolus = blood.enhanced && mm3 >= BOLUS_MM3 && (BOLUS_REGIONS.includes(region) || mm3 >= CHAMBER_MM3);
  return bolus ? 'contrast' : 'metal';
}

function noise({ candidate, context }: ExclusionInput): Excluded['reason'] | null {
  const { peakSigmas, spreadHu, aroundHu } = context;
  if (peakSigmas >= PEAK_SIGMAS) return null;
  const mean = (candidate.meanHu - aroundHu) / spreadHu;
  if (candidate.voxels.length >= GROUP_VOXELS && mean >= GROUP_SIGMAS) return null;
  return 'noise';
}

function streak({ candidate, context, metal: near }: ExclusionInput): Excluded['reason'] | null {
  if (near === null || near.distanceMm > STREAK_REACH_MM) return null;
  if (near.distanceMm <= METAL_MARGIN_MM && candidate.maxHu < near.maxHu) return 'streak';
  const faint = candidate.maxHu < STREAK_PART * near.maxHu;
  return faint && context.darkShare >= STREAK_DARK_SHARE ? 'streak' : null;
}

function contrast(input: ExclusionInput): Excluded['reason'] | null {
  const { candidate, context, blood, anatomy, voxelMm3 } = input;
  if (context.gasShare >= GAS_CONTACT) return 'contrast';
  if (blood.topHu === null || standsAlone(input)) return null;
  // A vessel thinner than the resolution shows part of its blood's HU.
  if (
    blood.arteryHu !== null &&
    candidate.maxHu <= THIN_VESSEL.ofBlood * blood.arteryHu &&
    candidate.voxels.length * voxelMm3 <= THIN_VESSEL.mm3
  )
    return 'contrast';
  const level = context.contrastShare > TOUCHES ? (context.bloodHu ?? blood.topHu) : blood.topHu;
  const limit = contrastLimit(level, anatomy.technique.noiseHu);
  const inWall = context.wallShare > WALL;
  // In the cavities of an enhanced scan nothing as bright as blood can be told from it.
  if (candidate.maxHu <= limit && !inWall) return 'contrast';
  // What air surrounds in an enhanced scan and is no brighter than fresh contrast is a vessel of the lung.
  const inLung = context.lungShare > LUNG_SHARE || context.aroundHu < LUNG_HU;
  if (inLung && candidate.maxHu <= STREAMING * limit) return 'contrast';
  if (context.contrastShare > TOUCHES) {
    // A wall has something else on its other side; what blood surrounds more and more is streaming contrast.
    const immersed = Math.min(1, (context.contrastShare - TOUCHES) / (IMMERSED - TOUCHES));
    const streaming = blood.unmixed ? STREAMING : 1;
    if (candidate.maxHu <= limit * (1 + (streaming - 1) * immersed)) return 'contrast';
    const chamber = candidate.voxels.length * voxelMm3 > CHAMBER_MM3 && candidate.meanHu <= STREAMING * blood.topHu;
    if (chamber) return 'contrast';
  }
  if (context.runsOn && candidate.maxHu <= contrastLimit(blood.topHu, anatomy.technique.noiseHu)) return 'contrast';
  return context.plateauShare >= LUMEN_PLATEAU && !inWall ? 'contrast' : null;
}

/**
 * A vessel of any calibre runs on, at the least as a strand that is just told from noise. What is compact, touches no
 * contrast medium and falls on all sides to a quarter of its peak, with no strand beyond, is no part of one.
 */
function standsAlone({ candidate, context, anatomy, extentMm, voxelMm3 }: ExclusionInput): boolean {
  const { muscleHu, noiseHu } = anatomy.technique;
  const mm3 = candidate.voxels.length * voxelMm3;
  const ballMm = Math.cbrt((6 * mm3) / Math.PI);
  return (
    !context.runsOn &&
    context.contrastShare <= TOUCHES &&
    context.lungShare <= LUNG_SHARE &&
    context.aroundHu >= LUNG_HU &&
    mm3 <= CHAMBER_MM3 &&
    Math.hypot(...extentMm) <= ALONE.length * ballMm &&
    candidate.maxHu - Math.max(context.aroundHu, muscleHu) >= ALONE.overStrand * strandHu(noiseHu)
  );
}

function bone(input: ExclusionInput): Excluded['reason'] | null {
  const { context, candidate, blood, anatomy } = input;
  // Plaque between blood and spine touches both.
  const wall = blood.topHu !== null && context.contrastShare > Math.max(TOUCHES, context.boneShare);
  if (wall && candidate.maxHu > contrastLimit(context.bloodHu ?? blood.topHu, anatomy.technique.noiseHu)) return null;
  // What was cut off from bone was told from it by its form already.
  if (candidate.cutShare >= CUT_SHARE) return null;
  // The next slice would have shown the bone it belongs to.
  if (input.atScanEnd && context.boneShare > 0.02) return 'bone';
  // A long curved rod along the pleura, or that bone runs into, is a rib.
  const lengthMm = Math.hypot(...input.extentMm);
  const long = lengthMm > RIB_MM && lengthMm > RIB_LENGTH * Math.cbrt((6 * candidate.voxels.length * input.voxelMm3) / Math.PI);
  if (input.ribRegion && long && (context.boneShare > 0 || input.alongPleura)) return 'bone';
  // Rib cartilage calcifies from the rib's end on.
  if (input.ribCartilage && context.boneShare < CARTILAGE_BONE_CONTACT) return null;
  if (context.boneShare >= BONE_CONTACT) return 'bone';
  // Hardly over the threshold, and brightest where it touches bone: the bone's own rim.
  const faint = candidate.maxHu < RIM.overThreshold * anatomy.technique.candidateThresholdHu;
  if (faint && context.contactHu !== null && context.contactHu >= RIM.ofPeak * candidate.maxHu) return 'bone';
  // Brightest away from the bone that it touches: a hump of its own.
  const ownPeak =
    context.contactHu !== null && candidate.maxHu >= OWN_PEAK * context.contactHu + OWN_PEAK_SIGMAS * anatomy.technique.noiseHu;
  const mm3 = candidate.voxels.length * input.voxelMm3;
  const box = input.extentMm[0] * input.extentMm[1] * input.extentMm[2];
  const compact = candidate.voxels.length >= FORM_VOXELS && mm3 > OWN_PEAK_FILL * box && context.boneShare < JOINED_CONTACT;
  if (ownPeak && (compact || Math.hypot(...input.extentMm) <= OWN_PEAK_MM)) return null;
  // A large piece of bone has cortex; a large even mass below that is none.
  if (mm3 > MASS_MM3 && candidate.maxHu < CORTEX_HU && mm3 > MASS_FILL * box && context.boneShare < JOINED_CONTACT) return null;
  const joined = context.boneShare >= JOINED_CONTACT || Math.hypot(...input.extentMm) > JOINED_MM || mm3 > JOINED_MM3;
  return joined && context.boneShare > 0.02 && context.boneRoot >= BONE_ROOT ? 'bone' : null;
}

function device({ candidate, extentMm, voxelMm3, context }: ExclusionInput): Excluded['reason'] | null {
  const length = Math.hypot(...extentMm);
  const across = Math.sqrt((candidate.voxels.length * voxelMm3) / Math.max(1, length));
  if (length / across > WIRE_RATIO && candidate.meanHu > WIRE_MEAN_HU) return 'device';
  return context.outsideShare > 0.5 && candidate.meanHu > WIRE_MEAN_HU ? 'device' : null;
}
