import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Blood, Candidate, Scene } from '../candidates/index.ts';
import { contrastLimit, isSet } from '../candidates/index.ts';
import { ballSteps, crop, dilatePatch, maskOf, patchAround, patchCount, toGrid } from '../patch/index.ts';

/** What lies right about a candidate, and how it stands out of it. */
export interface Context {
  /** Shares of the one-voxel layer around the candidate. */
  readonly boneShare: number;
  /** Area of the contact with bone over the candidate's own mean cross-section: near 1 or above, bone runs on into it. */
  readonly boneRoot: number;
  /** Brightest of its own voxels that touch bone, HU; null when none does. An edge of bone is brightest there, a deposit is not. */
  readonly contactHu: number | null;
  readonly contrastShare: number;
  readonly gasShare: number;
  readonly outsideShare: number;
  readonly lungShare: number;
  /** Skin, fat under it, fascia, muscle and the fat between. */
  readonly wallShare: number;
  /** Median and spread of the soft tissue a little further out, HU. */
  readonly aroundHu: number;
  readonly spreadHu: number;
  /** Level of contrast medium within reach: 80th percentile, as rims pull the median down; null without any. */
  readonly bloodHu: number | null;
  /** Share of voxels near by that are darker than fat can be: the undershoot beside metal. */
  readonly darkShare: number;
  /** Voxels enclosed by the candidate on all sides, not bright, away from its brightest part: a lumen and not a halo. */
  readonly plateauShare: number;
  /** (peak - around) / spread. */
  readonly peakSigmas: number;
  /** Enhanced scans: does it continue as a thin, fainter strand well beyond its ends, as a vessel does? */
  readonly runsOn: boolean;
}

const RING_MM = 4;
const GAP_MM = 1.6;
/** Noise makes fat this much darker at most, in its standard deviations. */
const DARK_SIGMAS = 5;

export function contextOf(candidate: Candidate, scene: Scene): Context {
  const { hu, anatomy, blood } = scene;
  const { noiseHu, fatHu, muscleHu } = anatomy.technique;
  const patch = patchAround(anatomy.grid, { low: candidate.low, high: candidate.high, marginMm: RING_MM + GAP_MM });
  const values = crop(hu, patch);
  const tissue = crop(anatomy.tissue, patch);
  const own = maskOf(patch, candidate.voxels);
  const { spacingMm } = patch;
  const layer = dilatePatch(own, patch, ballSteps({ spacingMm, radiusMm: [0.1, 0.1, 0.1], atLeastFaces: true }));
  const gap = dilatePatch(own, patch, ballSteps({ spacingMm, radiusMm: [GAP_MM, GAP_MM, GAP_MM], atLeastFaces: true }));
  const reach = RING_MM + GAP_MM;
  const ring = dilatePatch(own, patch, ballSteps({ spacingMm, radiusMm: [reach, reach, reach], atLeastFaces: true }));
  let layerCount = 0;
  let ringCount = 0;
  let dark = 0;
  const count = { bone: 0, contrast: 0, gas: 0, outside: 0, lung: 0, wall: 0 };
  const soft: number[] = [];
  const bright: number[] = [];
  const middle = (fatHu + muscleHu) / 2;
  for (let at = 0; at < patchCount(patch); at++) {
    if (own[at] !== 0) continue;
    const code = tissue[at];
    if (layer[at] !== 0) {
      layerCount++;
      if (isSet(scene.bone, toGrid(patch, at)) || code === TISSUES.tooth) count.bone++;
      else if (blood.contrastCode[code] !== 0) count.contrast++;
      else if (code === TISSUES.bowelGas || code === TISSUES.airway) count.gas++;
      else if (code === TISSUES.outside || code === TISSUES.table) count.outside++;
      else if (code === TISSUES.lung) count.lung++;
      else if (isWall(code)) count.wall++;
    }
    if (ring[at] === 0 || gap[at] !== 0) continue;
    ringCount++;
    if (blood.contrastCode[code] !== 0) bright.push(values[at]);
    else if (isSoft(code) && values[at] < candidate.thresholdHu) {
      soft.push(values[at]);
      if (values[at] < fatHu - DARK_SIGMAS * noiseHu) dark++;
    }
  }
  const around = spreadOf(soft, { split: middle, noiseHu, muscleHu });
  const share = (n: number): number => n / Math.max(1, layerCount);
  return {
    boneShare: share(count.bone),
    contactHu: contactOf(candidate, scene),
    boneRoot: rootOf(count.bone, candidate, spacingMm),
    contrastShare: share(count.contrast),
    gasShare: share(count.gas),
    outsideShare: share(count.outside),
    lungShare: share(count.lung),
    wallShare: share(count.wall),
    ...around,
    bloodHu: bright.length >= 5 ? upper(bright) : null,
    darkShare: dark / Math.max(1, ringCount),
    plateauShare: plateauShareOf(candidate, { hu, gridSize: anatomy.grid.size, limitHu: limitOf(blood, bright, noiseHu) }),
    peakSigmas: (candidate.maxHu - around.aroundHu) / around.spreadHu,
    runsOn: blood.topHu !== null && runsOn(candidate, { hu, anatomy, fromHu: Math.max(around.aroundHu, muscleHu) + strandHu(noiseHu) }),
  };
}

/** Enhancement of a vessel too thin to show its own HU. */
const STRAND_HU = 40;
const STRAND_SIGMAS = 3;
/** A strand is told from its surroundings from here on, HU over them. */
export const strandHu = (noiseHu: number): number => Math.max(STRAND_HU, STRAND_SIGMAS * noiseHu);
const STRAND_REACH_MM = 14;
const STRAND_RATIO = 2.2;

/** Grows the candidate over fainter voxels within reach; a strand that gets much longer and leaves the box is a vessel. */
function runsOn(candidate: Candidate, source: { hu: Int16Array; anatomy: Anatomy; fromHu: number }): boolean {
  const { hu, anatomy, fromHu } = source;
  const patch = patchAround(anatomy.grid, { low: candidate.low, high: candidate.high, marginMm: STRAND_REACH_MM });
  const values = crop(hu, patch);
  const grown = maskOf(patch, candidate.voxels);
  const stack: number[] = [];
  for (let at = 0; at < grown.length; at++) if (grown[at] !== 0) stack.push(at);
  const [nx, ny, nz] = patch.size;
  const low = [nx, ny, nz];
  const high = [0, 0, 0];
  let count = 0;
  while (stack.length > 0) {
    const at = stack.pop() ?? 0;
    const i = at % nx;
    const rest = (at - i) / nx;
    const j = rest % ny;
    const k = (rest - j) / ny;
    const here = [i, j, k];
    count++;
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], here[axis]);
      high[axis] = Math.max(high[axis], here[axis]);
    }
    for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
      for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++) {
          const next = a + nx * (b + ny * c);
          if (grown[next] !== 0 || values[next] < fromHu) continue;
          grown[next] = 1;
          stack.push(next);
        }
  }
  const { spacingMm } = patch;
  const lengthOf = (from: readonly number[], to: readonly number[]): number =>
    Math.hypot(...[0, 1, 2].map((n) => (to[n] - from[n] + 1) * spacingMm[n]));
  const own = lengthOf(candidate.low, candidate.high);
  const long = lengthOf(low, high);
  const section = (count * spacingMm[0] * spacingMm[1] * spacingMm[2]) / long;
  // A strand is thin for its length; a bright organ or the wall of the chest is not.
  return long > STRAND_RATIO * own && long > STRAND_REACH_MM && section < (long / 3) ** 2;
}

function contactOf(candidate: Candidate, scene: Scene): number | null {
  const { hu, bone } = scene;
  const [nx, ny, nz] = bone.size;
  let most: number | null = null;
  for (const offset of candidate.voxels) {
    const value = hu[offset];
    if (most !== null && value <= most) continue;
    const i = offset % nx;
    const rest = (offset - i) / nx;
    const j = rest % ny;
    const k = (rest - j) / ny;
    let touches = false;
    for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1) && !touches; c++)
      for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1) && !touches; b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1) && !touches; a++) touches = isSet(bone, a + nx * (b + ny * c));
    if (touches) most = value;
  }
  return most;
}

/** Layer voxels to area, against volume over length. */
function rootOf(layerVoxels: number, candidate: Candidate, spacingMm: readonly [number, number, number]): number {
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const length = Math.hypot(...candidate.low.map((low, axis) => (candidate.high[axis] - low + 1) * spacingMm[axis]));
  const section = (candidate.voxels.length * voxelMm3) / length;
  return (layerVoxels * Math.cbrt(voxelMm3) ** 2) / Math.max(section, Math.cbrt(voxelMm3) ** 2);
}

const isWall = (code: number): boolean =>
  code === TISSUES.skin ||
  code === TISSUES.subcutaneousFat ||
  code === TISSUES.fascia ||
  code === TISSUES.muscle ||
  code === TISSUES.deepFat ||
  code === TISSUES.tendon;

const isSoft = (code: number): boolean =>
  code === TISSUES.skin ||
  code === TISSUES.subcutaneousFat ||
  code === TISSUES.fascia ||
  code === TISSUES.muscle ||
  code === TISSUES.cavitySoftTissue ||
  code === TISSUES.cavityFat ||
  code === TISSUES.cartilage ||
  code === TISSUES.joint ||
  code === TISSUES.tendon ||
  code === TISSUES.deepFat ||
  code === TISSUES.lung ||
  code === TISSUES.artery ||
  code === TISSUES.vein;

/** The class of tissue that makes up more than a third of the ring and is the densest of those; noise is measured within it. */
function spreadOf(soft: number[], scan: { split: number; noiseHu: number; muscleHu: number }): { aroundHu: number; spreadHu: number } {
  if (soft.length < 8) return { aroundHu: scan.muscleHu, spreadHu: scan.noiseHu };
  const lean = soft.filter((value) => value >= scan.split);
  const chosen = lean.length >= 0.33 * soft.length ? lean : soft;
  const middle = median(chosen);
  const deviation = 1.4826 * median(chosen.map((value) => Math.abs(value - middle)));
  return { aroundHu: middle, spreadHu: Math.max(scan.noiseHu, Math.min(deviation, 6 * scan.noiseHu)) };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : sorted[sorted.length >> 1];
}

/** 80th percentile. */
function upper(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(0.8 * (sorted.length - 1))];
}

/** HU up to which contrast medium explains a voxel here. */
function limitOf(blood: Blood, near: readonly number[], noiseHu: number): number | null {
  const level = near.length >= 5 ? upper(near) : blood.topHu;
  return level === null ? null : contrastLimit(level, noiseHu);
}

/** Voxels under the limit with all six neighbours in the candidate and none of the 26 above the limit, as a share of all. */
function plateauShareOf(
  candidate: Candidate,
  source: { hu: Int16Array; gridSize: readonly [number, number, number]; limitHu: number | null },
): number {
  if (source.limitHu === null || candidate.voxels.length < 7) return 0;
  const { hu, gridSize, limitHu } = source;
  const inside = new Set<number>();
  for (const offset of candidate.voxels) inside.add(offset);
  const row = gridSize[0];
  const slice = gridSize[0] * gridSize[1];
  const faces = [-1, 1, -row, row, -slice, slice];
  let plateau = 0;
  for (const offset of candidate.voxels) {
    if (hu[offset] >= limitHu) continue;
    if (!faces.every((step) => inside.has(offset + step))) continue;
    if (faces.some((step) => hu[offset + step] >= limitHu)) continue;
    plateau++;
  }
  return plateau / candidate.voxels.length;
}
