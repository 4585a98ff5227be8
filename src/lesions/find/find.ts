import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Issue, RunOptions, Volume } from '../../core/index.ts';
import { breathe, canonicalAxes, checkAborted, isCanonical, issue, toCanonicalOrder } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import type { Scene } from '../candidates/index.ts';
import { bloodOf, boneSecondLook, findCandidates, isSet } from '../candidates/index.ts';
import { groupLesions } from '../group/index.ts';
import type { ContrastPrior } from '../measure/index.ts';
import { effectiveBlur } from '../measure/index.ts';
import { bumps, proudDeposits } from '../split/index.ts';
import type { Lesion, LesionReading } from '../types.ts';
import { calibrateBlur } from './calibrate.ts';
import type { Described, DescribeInput } from './describe.ts';
import { describeLesion } from './describe.ts';
import type { Kind } from './other.ts';
import { type Kept, siftCandidates } from './sift.ts';

export interface FindOptions extends RunOptions {
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
}

/** Calcified deposits above their background: most lie between 250 and 1500 HU at 120 kVp (expert estimate). */
const CONTRAST_PRIOR: ContrastPrior = { medianHu: 650, spread: 0.6 };
/** How often a long run lets others speak. */
const BREATHE_EVERY = 12;

/**
 * Calcifications of a CT volume: found, told from what only looks like them, measured, described and grouped.
 *
 * @param volume HU; any orientation (the anatomy's grid is its canonical one)
 * @throws the signal's reason when aborted; nothing else for any volume
 */
export async function findLesions(volume: Volume, anatomy: Anatomy, kernels: Kernels, options: FindOptions): Promise<LesionReading> {
  const stage = async (fraction: number, note: string): Promise<void> => {
    options.progress?.({ stage: 'lesions', fraction, note });
    await breathe();
    checkAborted(options.signal);
  };
  await stage(0, 'candidates');
  const scene = sceneOf(volume, anatomy, kernels);
  const candidates = findCandidates(scene, kernels);
  await stage(0.2, 'excluding');
  const sifted = siftCandidates(candidates, scene);
  await stage(0.4, 'measuring');
  const about = aboutLesions({ volume, scene, kernels, kept: sifted.kept, ageYears: options.ageYears, sex: options.sex });
  const described: Described[] = [];
  for (const [n, kept] of sifted.kept.entries()) {
    described.push(describeLesion({ ...about, kept }));
    if (n % BREATHE_EVERY === BREATHE_EVERY - 1) await stage(0.4 + (0.55 * n) / sifted.kept.length, 'measuring');
  }
  described.sort((a, b) => b.volumeMm3 - a.volumeMm3 || a.voxels[0] - b.voxels[0]);
  const lesions: Lesion[] = described.map((each, n) => ({ id: `L${n + 1}`, number: n + 1, ...each }));
  const groups = groupLesions(lesions);
  options.progress?.({ stage: 'lesions', fraction: 1 });
  return { lesions, groups, excluded: sifted.excluded, issues: issuesOf({ volume, anatomy, lesions }) };
}

/** One scan as lesions are sought and measured in it. */
export function sceneOf(volume: Volume, anatomy: Anatomy, kernels: Kernels): Scene {
  const hu = canonicalHu(volume);
  const blood = bloodOf(hu, anatomy);
  const seen = boneSecondLook(hu, { anatomy, blood, kernels });
  const { size, spacingMm } = anatomy.grid;
  const proud = proudDeposits({ hu, size, spacingMm, bone: seen, kernels });
  const rest = proud === null ? seen : kernels.andNot(kernels.copy(seen), proud);
  const small = bumps({ hu, size, spacingMm, bone: rest, kernels });
  const bone = small === null ? rest : kernels.andNot(kernels.copy(rest), small);
  return { hu, anatomy, blood, bone, cut: proud !== null && small !== null ? kernels.or(proud, small) : (proud ?? small) };
}

/** What the description of every lesion of a scan shares. The blur is calibrated on the lesions that were kept. */
export function aboutLesions(source: {
  readonly volume: Volume;
  readonly scene: Scene;
  readonly kernels: Kernels;
  readonly kept: readonly Kept[];
  readonly ageYears: number | null;
  readonly sex: DescribeInput['sex'];
}): Omit<DescribeInput, 'kept'> {
  const { volume, scene, kernels, kept, ageYears, sex } = source;
  const { hu, anatomy } = scene;
  const kindOf = kinds(scene);
  const psf = calibrateBlur({ kept, hu, anatomy, kindOf, kernels });
  const sigmaMm = effectiveBlur(psf.sigmaMm, anatomy.grid.spacingMm);
  return { volume, hu, anatomy, sigmaMm, prior: CONTRAST_PRIOR, kernels, kindOf, ageYears, sex };
}

function canonicalHu(volume: Volume): Int16Array {
  const map = canonicalAxes(volume.grid.direction);
  return isCanonical(map) ? volume.hu : toCanonicalOrder(volume.hu, volume.grid, map, new Int16Array(volume.hu.length));
}

/** Over the threshold, bone, or outside the body? Enhanced blood is the background of a plaque. */
function kinds(scene: Scene): (offset: number) => Kind {
  const { hu, anatomy, bone } = scene;
  const { contrastCode } = scene.blood;
  const { tissue, technique } = anatomy;
  return (offset) => {
    const code = tissue[offset];
    if (contrastCode[code] !== 0) return 'soft';
    if (code === TISSUES.outside || code === TISSUES.table) return 'outside';
    return hu[offset] >= technique.candidateThresholdHu || isSet(bone, offset) ? 'bright' : 'soft';
  };
}

function issuesOf(source: { volume: Volume; anatomy: Anatomy; lesions: readonly Lesion[] }): Issue[] {
  const { volume, anatomy, lesions } = source;
  const issues: Issue[] = [];
  if (lesions.length > 0)
    issues.push(
      issue('note', {
        code: 'lesions-mass-not-calibrated',
        where: 'lesions',
        expected: 'a calibration phantom in the scan',
        received:
          volume.source.acquisition.kvp === null
            ? 'none; tube voltage not stated, 120 kVp assumed'
            : `none; ${volume.source.acquisition.kvp} kVp`,
        fix: 'Masses rest on 0.8 mg/cm3 of hydroxyapatite per HU at 120 kVp; compare them within one scanner and setting only.',
      }),
    );
  const spacing = anatomy.grid.spacingMm;
  if (spacing[2] > 2 * spacing[0] && spacing[2] > 2)
    issues.push(
      issue('note', {
        code: 'lesions-thick-slices',
        where: 'volume',
        expected: 'slices of 1.5 mm or less',
        received: `${spacing[2]} mm`,
        fix: 'Deposits thinner than a slice may be missed, and their volumes are less certain; see the intervals.',
      }),
    );
  return issues;
}
