import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Region, Vector3 } from '../../core/index.ts';
import { indexToPatient, voxelVolumeMm3 } from '../../core/index.ts';
import type { Blood, Candidate, Scene } from '../candidates/index.ts';
import { contrastLimit, indexOf } from '../candidates/index.ts';
import type { Context, Verdict } from '../exclusion/index.ts';
import { BOLUS_REGIONS, contextOf, excludedBecause } from '../exclusion/index.ts';
import { aboveLumen, byZone } from '../split/index.ts';
import type { Excluded } from '../types.ts';
import { nearestTissue } from './nearest.ts';
import { bodySection } from './section.ts';

export interface Kept {
  readonly candidate: Candidate;
  readonly context: Context;
}

export interface Sifted {
  readonly kept: readonly Kept[];
  readonly excluded: readonly Excluded[];
  /** Pieces that noise alone would make, counted and not listed. */
  readonly noisePieces: number;
}

const METAL_HU = 2800;
/** Larger pieces of an enhanced scan may be several things that touch. */
const LARGE_MM3 = 3000;
/** Pieces of the wall that came along with a chamber; smaller ones are asked about one by one. */
const BONY_MM3 = 120;
/** Streaks join a deposit to the faint edge of a bone: it is seen apart at this part of its peak, or this far over the threshold. */
const UNLIKE = 2;
const PART_OF_PEAK = 0.45;
const PART_OVER = 1.5;
const PIECE_VOXELS = 2;
/** Clipped voxels of one slice that are more than noise. */
const METAL_VOXELS = 3;
const JOINED_BONE: Verdict = { reason: 'bone', measures: { joinedToContrast: 1 } };
const PLEURAL: readonly number[] = [TISSUES.lung, TISSUES.cavitySoftTissue, TISSUES.cavityFat];
/** Ribs lie this near to the cavity. */
const PLEURA_MM = 6;
const RIB_REGIONS: readonly Region[] = ['chest-wall', 'back', 'lung', 'shoulder', 'abdominal-wall'];

/** Keeps what stands out as mineral; everything else with its reason. */
export function siftCandidates(candidates: readonly Candidate[], scene: Scene): Sifted {
  const { hu, anatomy, blood } = scene;
  const kept: Kept[] = [];
  const excluded: Excluded[] = [];
  let noisePieces = 0;
  // Streaks start at metal itself, not at a bright chamber that only touches some.
  const metal = candidates
    .filter((each) => each.maxHu >= METAL_HU)
    .flatMap((each) => (each.meanHu > 0.25 * METAL_HU ? [each] : aboveLumen(each, { hu, anatomy, limitHu: METAL_HU })));
  const streaked = streakedSlices(scene);
  const isStreaked = (each: Candidate): boolean => streaked.subarray(each.low[2], each.high[2] + 1).includes(1);
  const most = LARGE_MM3 / voxelVolumeMm3(anatomy.grid);
  const bony = BONY_MM3 / voxelVolumeMm3(anatomy.grid);
  const judge = (candidate: Candidate, depth: number): void => {
    // A lone voxel just over the threshold is told as noise without looking about.
    if (isSpeckOfNoise(candidate, anatomy)) {
      noisePieces++;
      return;
    }
    if (depth === 0 && blood.enhanced && candidate.voxels.length > most) {
      const parts = byZone(candidate, { hu, anatomy });
      for (const part of parts?.inside ?? []) judge(part, 1);
      // What contrast in a vein joined to the heart outside the cavities is the skeleton that the vein runs by.
      for (const part of parts?.wall ?? [])
        if (part.voxels.length > bony && !inFrontOfChest(part, anatomy)) {
          excluded.push(excludedOf(part, JOINED_BONE, anatomy));
          // Rib cartilage may hang on to the skeleton; its dense foci are seen apart.
          const limitHu = contrastLimit(blood.topHu ?? 0, anatomy.technique.noiseHu);
          for (const piece of aboveLumen(part, { hu, anatomy, limitHu })) if (inFrontOfChest(piece, anatomy)) judge(piece, 2);
        } else judge(part, 2);
      if (parts !== null) return;
    }
    const context = contextOf(candidate, scene);
    const verdict = verdictOf(candidate, context, { anatomy, blood, metal });
    if (verdict === null) {
      kept.push({ candidate, context });
      return;
    }
    if (verdict.reason === 'noise') {
      noisePieces++;
      return;
    }
    if (verdict.reason === 'contrast' && depth < 2) {
      const level = context.bloodHu ?? blood.topHu;
      const limitHu = level === null ? null : contrastLimit(level, anatomy.technique.noiseHu);
      if (limitHu !== null && candidate.maxHu > limitHu)
        for (const piece of aboveLumen(candidate, { hu, anatomy, limitHu })) judge(piece, 2);
    }
    if (verdict.reason === 'bone' && depth === 0 && candidate.maxHu > UNLIKE * candidate.meanHu && isStreaked(candidate)) {
      const limitHu = Math.round(Math.max(PART_OF_PEAK * candidate.maxHu, PART_OVER * anatomy.technique.candidateThresholdHu));
      for (const piece of aboveLumen(candidate, { hu, anatomy, limitHu }))
        if (piece.voxels.length >= PIECE_VOXELS && isStreaked(piece)) judge(piece, 2);
    }
    excluded.push(excludedOf(candidate, verdict, anatomy));
  };
  for (const candidate of candidates) judge(candidate, 0);
  return { kept, excluded, noisePieces };
}

function isSpeckOfNoise(candidate: Candidate, anatomy: Anatomy): boolean {
  if (candidate.voxels.length > 1) return false;
  const code = anatomy.tissue[candidate.voxels[0]];
  const lean = code !== TISSUES.subcutaneousFat && code !== TISSUES.deepFat && code !== TISSUES.cavityFat && code !== TISSUES.skin;
  return lean && candidate.maxHu < anatomy.technique.seedThresholdHu;
}

function verdictOf(
  candidate: Candidate,
  context: Context,
  source: { anatomy: Anatomy; blood: Blood; metal: readonly Candidate[] },
): Verdict | null {
  const { anatomy, blood } = source;
  const { grid } = anatomy;
  const centre = middleOf(candidate);
  const { region } = anatomy.locate(indexToPatient(grid, centre));
  // The middle of a bent rod's box lies in what it bends around; one of its own voxels does not.
  const halfway = indexOf(candidate.voxels[candidate.voxels.length >> 1], grid.size);
  const section = region === 'chest-wall' ? bodySection(anatomy, centre) : null;
  return excludedBecause({
    alongPleura: candidate.voxels.length > 500 && nearestTissue(anatomy, candidate, { codes: PLEURAL, reachMm: PLEURA_MM }) !== null,
    ribRegion:
      RIB_REGIONS.includes(anatomy.locate(indexToPatient(grid, halfway)).region) && (section === null || section.frontToBack >= 0.35),
    ribCartilage: section !== null && section.frontToBack < 0.5,
    candidate,
    context,
    anatomy,
    blood,
    region,
    voxelMm3: voxelVolumeMm3(grid),
    extentMm: candidate.low.map((low, axis) => (candidate.high[axis] - low + 1) * grid.spacingMm[axis]) as unknown as Vector3,
    atScanEnd: candidate.low[2] === 0 || candidate.high[2] === grid.size[2] - 1,
    metal: nearestMetal(candidate, source.metal, anatomy),
  });
}

function inFrontOfChest(candidate: Candidate, anatomy: Anatomy): boolean {
  const centre = middleOf(candidate);
  const { region } = anatomy.locate(indexToPatient(anatomy.grid, centre));
  const section = region === 'chest-wall' || region === 'mediastinum' ? bodySection(anatomy, centre) : null;
  return section !== null && section.frontToBack < 0.35;
}

const middleOf = (candidate: Candidate): Vector3 =>
  candidate.low.map((low, axis) => (low + candidate.high[axis]) / 2) as unknown as Vector3;

/** Metal in the same slices, with one to spare: streaks run within slices. */
function nearestMetal(candidate: Candidate, metal: readonly Candidate[], anatomy: Anatomy): { maxHu: number; distanceMm: number } | null {
  const { spacingMm } = anatomy.grid;
  let found: { maxHu: number; distanceMm: number } | null = null;
  for (const each of metal) {
    if (each === candidate || each.low[2] > candidate.high[2] + 1 || each.high[2] < candidate.low[2] - 1) continue;
    const gap = [0, 1].map(
      (axis) => Math.max(0, each.low[axis] - candidate.high[axis], candidate.low[axis] - each.high[axis]) * spacingMm[axis],
    );
    const distanceMm = Math.hypot(gap[0], gap[1]);
    if (found === null || distanceMm < found.distanceMm) found = { maxHu: each.maxHu, distanceMm };
  }
  return found;
}

/**
 * Slices that metal streaks through: 1 per slice. A dense bolus streaks too, but among the bones of the shoulder, whose
 * cortex would be seen apart with what lies in them.
 */
function streakedSlices(scene: Scene): Uint8Array {
  const { hu, anatomy, blood } = scene;
  const [nx, ny, nz] = anatomy.grid.size;
  const streaked = new Uint8Array(nz);
  if (!anatomy.technique.metal) return streaked;
  for (let k = 0; k < nz; k++) {
    let [count, sumI, sumJ] = [0, 0, 0];
    for (let at = k * nx * ny; at < (k + 1) * nx * ny; at++) {
      if (hu[at] < METAL_HU) continue;
      const [i, j] = indexOf(at, anatomy.grid.size);
      count++;
      sumI += i;
      sumJ += j;
    }
    if (count < METAL_VOXELS) continue;
    const { region } = anatomy.locate(indexToPatient(anatomy.grid, [sumI / count, sumJ / count, k]));
    streaked[k] = blood.enhanced && BOLUS_REGIONS.includes(region) ? 0 : 1;
  }
  return streaked;
}

function excludedOf(candidate: Candidate, verdict: Verdict, anatomy: Anatomy): Excluded {
  const { grid } = anatomy;
  return {
    reason: verdict.reason,
    centroidMm: indexToPatient(grid, centroidOf(candidate, grid.size)),
    boundingBoxMm: boxMm(candidate, anatomy),
    volumeMm3: candidate.voxels.length * voxelVolumeMm3(grid),
    maxHu: candidate.maxHu,
    measures: verdict.measures,
  };
}

function centroidOf(candidate: Candidate, size: Vector3): Vector3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (let n = 0; n < candidate.voxels.length; n++) {
    const at = indexOf(candidate.voxels[n], size);
    for (let axis = 0; axis < 3; axis++) sum[axis] += at[axis];
  }
  return sum.map((each) => each / candidate.voxels.length) as unknown as Vector3;
}

/** Box in patient space that holds the voxels' corners, low and high per patient axis. */
export function boxMm(candidate: Pick<Candidate, 'low' | 'high'>, anatomy: Anatomy): readonly [Vector3, Vector3] {
  const low: [number, number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high: [number, number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let corner = 0; corner < 8; corner++) {
    const index = [0, 1, 2].map((axis) => ((corner >> axis) & 1 ? candidate.high[axis] + 0.5 : candidate.low[axis] - 0.5));
    const point = indexToPatient(anatomy.grid, index as unknown as Vector3);
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], point[axis]);
      high[axis] = Math.max(high[axis], point[axis]);
    }
  }
  return [low, high];
}
