import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Issue, RunOptions, Vector3, Volume } from '../../core/index.ts';
import { breathe, canonicalAxes, checkAborted, isCanonical, issue, toCanonicalOrder } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/index.ts';
import { bloodOf, findCandidates } from '../candidates/index.ts';
import { groupLesions } from '../group/index.ts';
import type { ContrastPrior } from '../measure/index.ts';
import type { Lesion, LesionReading } from '../types.ts';
import type { Described } from './describe.ts';
import { describeLesion } from './describe.ts';
import { siftCandidates } from './sift.ts';

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
  const hu = canonicalHu(volume);
  const blood = bloodOf(hu, anatomy);
  const candidates = findCandidates(hu, { anatomy, blood, kernels });
  await stage(0.2, 'excluding');
  const sifted = siftCandidates(candidates, { hu, anatomy, blood });
  await stage(0.4, 'measuring');
  const bright = brightLookup({ hu, anatomy, contrastCode: blood.contrastCode });
  const sigmaMm = effectiveBlur(anatomy);
  const described: Described[] = [];
  for (const [n, kept] of sifted.kept.entries()) {
    described.push(
      describeLesion({ kept, volume, hu, anatomy, sigmaMm, prior: CONTRAST_PRIOR, bright, ageYears: options.ageYears, sex: options.sex }),
    );
    if (n % BREATHE_EVERY === BREATHE_EVERY - 1) await stage(0.4 + (0.55 * n) / sifted.kept.length, 'measuring');
  }
  described.sort((a, b) => b.volumeMm3 - a.volumeMm3 || a.voxels[0] - b.voxels[0]);
  const lesions: Lesion[] = described.map((each, n) => ({ id: `L${n + 1}`, number: n + 1, ...each }));
  const groups = groupLesions(lesions);
  options.progress?.({ stage: 'lesions', fraction: 1 });
  return { lesions, groups, excluded: sifted.excluded, issues: issuesOf({ volume, anatomy, lesions, noisePieces: sifted.noisePieces }) };
}

function canonicalHu(volume: Volume): Int16Array {
  const map = canonicalAxes(volume.grid.direction);
  return isCanonical(map) ? volume.hu : toCanonicalOrder(volume.hu, volume.grid, map, new Int16Array(volume.hu.length));
}

/**
 * Blur as the voxels show it: in the plane as measured (voxel size is part of that), along the axis the same optics
 * with the slice's box (variance = thickness^2 / 12) in place of the pixel's.
 */
export function effectiveBlur(anatomy: Anatomy): Vector3 {
  const { psfSigmaMm } = anatomy.technique;
  const [dx, dy, dz] = anatomy.grid.spacingMm;
  const optics = Math.max((0.4 * psfSigmaMm) ** 2, psfSigmaMm ** 2 - (dx * dx + dy * dy) / 24);
  return [psfSigmaMm, psfSigmaMm, Math.sqrt(optics + (dz * dz) / 12)];
}

/**
 * Is a voxel neither a lesion's own nor background: over the threshold, bone, or outside the body? Enhanced blood is the background of a
 * plaque. The asker leaves out its own voxels.
 */
function brightLookup(source: { hu: Int16Array; anatomy: Anatomy; contrastCode: Uint8Array }): (offset: number) => boolean {
  const { hu, anatomy, contrastCode } = source;
  const { tissue, technique } = anatomy;
  const own: BitMask = anatomy.bone;
  const nx = anatomy.grid.size[0];
  return (offset) => {
    const code = tissue[offset];
    if (contrastCode[code] !== 0) return false;
    if (hu[offset] >= technique.candidateThresholdHu) return true;
    if (code === TISSUES.outside || code === TISSUES.table) return true;
    const i = offset % nx;
    return ((own.words[((offset - i) / nx) * own.wordsPerRow + (i >> 5)] >>> (i & 31)) & 1) === 1;
  };
}

function issuesOf(source: { volume: Volume; anatomy: Anatomy; lesions: readonly Lesion[]; noisePieces: number }): Issue[] {
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
