import type { Anatomy } from '../../anatomy/index.ts';
import type { Region } from '../../core/index.ts';
import type { Blood, Candidate } from '../candidates/index.ts';
import type { Excluded } from '../types.ts';
import type { Context } from './context.ts';
import { contrastLimit } from './context.ts';

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
const BOLUS_REGIONS: readonly Region[] = ['neck', 'shoulder', 'axilla', 'upper-arm', 'elbow', 'forearm', 'chest-wall', 'mediastinum'];
/** Peak over the surroundings that noise does not reach: about one voxel in 1e8 at 5.5 (Gaussian), with room for structure. */
const PEAK_SIGMAS = 5.5;
const GROUP_SIGMAS = 4.5;
const GROUP_VOXELS = 4;
/** Contact with bone over this share of the surface is a piece of that bone's edge. */
const BONE_CONTACT = 0.4;
const GAS_CONTACT = 0.12;
const STREAK_REACH_MM = 70;
const STREAK_DARK_SHARE = 0.08;
/** A streak carries a small part of the metal's HU. */
const STREAK_PART = 0.3;
const LUMEN_PLATEAU = 0.25;
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
  const bolus = blood.enhanced && candidate.voxels.length * voxelMm3 >= BOLUS_MM3 && BOLUS_REGIONS.includes(region);
  return bolus ? 'contrast' : 'metal';
}

function noise({ candidate, context }: ExclusionInput): Excluded['reason'] | null {
  const { peakSigmas, spreadHu, aroundHu } = context;
  if (peakSigmas >= PEAK_SIGMAS) return null;
  const mean = (candidate.meanHu - aroundHu) / spreadHu;
  return candidate.voxels.length >= GROUP_VOXELS && mean >= GROUP_SIGMAS ? null : 'noise';
}

function streak({ candidate, context, metal: near }: ExclusionInput): Excluded['reason'] | null {
  if (near === null || near.distanceMm > STREAK_REACH_MM) return null;
  const faint = candidate.maxHu < STREAK_PART * near.maxHu;
  return faint && context.darkShare >= STREAK_DARK_SHARE ? 'streak' : null;
}

function contrast(input: ExclusionInput): Excluded['reason'] | null {
  const { candidate, context, blood, anatomy } = input;
  if (context.gasShare >= GAS_CONTACT) return 'contrast';
  const level = context.bloodHu ?? blood.topHu;
  if (level === null) return null;
  const limit = contrastLimit(level, anatomy.technique.noiseHu);
  if (candidate.maxHu <= limit && (context.contrastShare > 0.15 || context.plateauShare > 0)) return 'contrast';
  return context.plateauShare >= LUMEN_PLATEAU ? 'contrast' : null;
}

function bone({ context }: ExclusionInput): Excluded['reason'] | null {
  return context.boneShare >= BONE_CONTACT ? 'bone' : null;
}

function device({ candidate, extentMm, voxelMm3, context }: ExclusionInput): Excluded['reason'] | null {
  const length = Math.hypot(...extentMm);
  const across = Math.sqrt((candidate.voxels.length * voxelMm3) / Math.max(1, length));
  if (length / across > WIRE_RATIO && candidate.meanHu > WIRE_MEAN_HU) return 'device';
  return context.outsideShare > 0.5 && candidate.meanHu > WIRE_MEAN_HU ? 'device' : null;
}
