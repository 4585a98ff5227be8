import { type Anatomy, TISSUES } from '../../src/anatomy/index.ts';
import type { Grid, Vector3 } from '../../src/core/index.ts';
import type { Excluded, Lesion, LesionReading } from '../../src/lesions/index.ts';
import type { Phantom, TrueLesion } from '../../src/phantom/index.ts';

/** One true lesion with what was found of it. */
export interface Matched {
  readonly truth: TrueLesion;
  /** Found lesions whose largest share of labelled voxels, or whose place, is this truth. */
  readonly found: readonly Lesion[];
  /** Covered by a found lesion that belongs to another truth: seen, but not told apart. */
  readonly merged: boolean;
  /** When nothing was found: the exclusion that covers it, or null. */
  readonly excluded: Excluded | null;
  /** What the anatomy calls most of its voxels, to see why it was missed. */
  readonly tissue: string;
  readonly survey: Survey;
}

/** The labelled voxels of one truth, as the anatomy sees them; shares of all of them. */
export interface Survey {
  readonly voxels: number;
  /** Voxels at or above the scan's candidate threshold. */
  readonly above: number;
  readonly bone: number;
  readonly tooth: number;
  readonly contrast: number;
  readonly outside: number;
}

export interface Matching {
  readonly matched: readonly Matched[];
  readonly falseFoci: readonly Lesion[];
}

/** A found lesion without labelled voxels still counts when it lies this near (beyond the true radius). */
const NEAR_VOXELS = 1.5;

const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/**
 * Found lesions to true ones: by shared voxels first (each found lesion belongs to the label it covers most of), else by
 * place, for foci so small that no voxel is half filled. What is left is false.
 */
export function matchLesions(phantom: Phantom, reading: LesionReading, anatomy: Anatomy): Matching {
  const surveys = surveyLabels(phantom, anatomy);
  const { lesions: truths } = phantom.truth;
  const { grid } = phantom.volume;
  const owned = new Map<number, Lesion[]>();
  const touched = new Set<number>();
  const falseFoci: Lesion[] = [];
  for (const lesion of reading.lesions) {
    const covers = new Map<number, number>();
    for (const at of lesion.voxels) {
      const label = phantom.labels[at];
      if (label > 0) covers.set(label, (covers.get(label) ?? 0) + 1);
    }
    let owner: number | null = null;
    for (const [label, voxels] of covers) {
      touched.add(label);
      if (owner === null || voxels > (covers.get(owner) ?? 0)) owner = label;
    }
    owner ??= nearestTruth(truths, lesion, grid);
    if (owner === null) falseFoci.push(lesion);
    else owned.set(owner, [...(owned.get(owner) ?? []), lesion]);
  }
  const matched = truths.map((truth): Matched => {
    const found = owned.get(truth.label) ?? [];
    const seen = found.length > 0 || touched.has(truth.label);
    return {
      truth,
      found,
      merged: found.length === 0 && seen,
      excluded: seen ? null : coveringExclusion(reading.excluded, truth, grid),
      tissue: surveys[truth.label].tissue ?? 'too small to say',
      survey: surveys[truth.label].survey,
    };
  });
  return { matched, falseFoci };
}

function nearestTruth(truths: readonly TrueLesion[], lesion: Lesion, grid: Grid): number | null {
  const slack = NEAR_VOXELS * Math.max(...grid.spacingMm);
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const truth of truths) {
    const beyond = distance(truth.centroidMm, lesion.centroidMm) - truth.diameterMm / 2;
    if (beyond < slack && beyond < least) {
      least = beyond;
      best = truth.label;
    }
  }
  return best;
}

function coveringExclusion(excluded: readonly Excluded[], truth: TrueLesion, grid: Grid): Excluded | null {
  const slack = Math.max(...grid.spacingMm);
  const over = excluded.filter((each) =>
    [0, 1, 2].every(
      (a) => truth.centroidMm[a] > each.boundingBoxMm[0][a] - slack && truth.centroidMm[a] < each.boundingBoxMm[1][a] + slack,
    ),
  );
  return over.sort((a, b) => a.volumeMm3 - b.volumeMm3)[0] ?? null;
}

/** Volume of all parts found of a truth, mm3. */
export const foundVolume = (each: Matched): number => each.found.reduce((sum, lesion) => sum + lesion.volumeMm3, 0);

/** The largest part, which names compartment and morphology. */
export const mainPart = (each: Matched): Lesion | null =>
  each.found.reduce<Lesion | null>((best, lesion) => (best && best.volumeMm3 >= lesion.volumeMm3 ? best : lesion), null);

const TISSUE_NAMES = Object.fromEntries(Object.entries(TISSUES).map(([name, code]) => [code, name]));

const CONTRAST = [TISSUES.enhancedBlood, TISSUES.artery, TISSUES.vein, TISSUES.oralContrast, TISSUES.urinaryContrast];

/** The commonest tissue under each label, and what the anatomy says of its voxels. */
function surveyLabels(phantom: Phantom, anatomy: Anatomy): { tissue: string | undefined; survey: Survey }[] {
  const kinds = 32;
  const { hu } = phantom.volume;
  const votes = new Int32Array((phantom.truth.lesions.length + 1) * kinds);
  const above = new Int32Array(phantom.truth.lesions.length + 1);
  phantom.labels.forEach((label, at) => {
    if (label === 0) return;
    votes[label * kinds + anatomy.tissue[at]]++;
    if (hu[at] >= anatomy.technique.candidateThresholdHu) above[label]++;
  });
  return Array.from({ length: phantom.truth.lesions.length + 1 }, (_, label) => {
    const of = votes.subarray(label * kinds, (label + 1) * kinds);
    const most = Math.max(...of);
    const voxels = of.reduce((sum, each) => sum + each, 0);
    const share = (codes: readonly number[]): number => codes.reduce((sum, code) => sum + of[code], 0) / Math.max(1, voxels);
    return {
      tissue: most > 0 ? TISSUE_NAMES[of.indexOf(most)] : undefined,
      survey: {
        voxels,
        above: above[label],
        bone: share([TISSUES.boneCortex, TISSUES.boneMarrow]),
        tooth: share([TISSUES.tooth]),
        contrast: share(CONTRAST),
        outside: share([TISSUES.outside, TISSUES.table]),
      },
    };
  });
}
