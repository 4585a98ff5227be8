import { type Issue, issue, type SeriesSummary } from '../../core/index.ts';
import {
  groupSeries,
  type Instance,
  planVolume,
  type SeriesGroup,
  type Stack,
  seriesName,
  stacksOf,
  usableFrames,
} from '../../dicom/index.ts';

/** Fewer slices than this are a single image or a test shot when something longer is there. */
const FEW_SLICES = 3;
/** Coverage within this share of the longest counts as the same. */
const SAME_COVERAGE = 0.8;
/** Slices thinner than this gain nothing more and are noisier, mm. */
const THIN_ENOUGH_MM = 0.5;
/** Kernels with these words are for bone or lung edges: they raise noise and overshoot around calcium. */
const SHARP_KERNEL = /bone|lung|edge|sharp|detail|B[678]\d|H[67]\d|U\d\d|^Y[A-D]?$|BONEPLUS|FC(5|8)\d|Br6|Br7|Bl5|Bl6|Hr6/i;

export interface Candidate {
  readonly stack: Stack;
  readonly name: string;
  readonly summary: Omit<SeriesSummary, 'chosen' | 'reason'>;
  readonly coverageMm: number;
  readonly spacingMm: number;
  readonly derived: boolean;
  readonly sharp: boolean;
}

export interface Choice {
  readonly chosen: Candidate | null;
  readonly series: readonly SeriesSummary[];
  readonly issues: readonly Issue[];
}

function candidateOf(group: SeriesGroup, stack: Stack): Candidate {
  const { grid, frames } = planVolume(stack);
  const { instance, frame } = stack.frames[0];
  return {
    stack,
    name: seriesName(instance),
    summary: {
      seriesInstanceUid: group.seriesInstanceUid,
      description: instance.seriesDescription,
      modality: instance.modality,
      instances: new Set(stack.frames.map((each) => each.instance)).size,
      size: grid.size,
      spacingMm: grid.spacingMm,
    },
    coverageMm: frames[frames.length - 1].along - frames[0].along,
    spacingMm: Math.max(THIN_ENOUGH_MM, grid.spacingMm[2]),
    derived: (frame.frameType[0] ?? instance.imageType[0]) === 'DERIVED',
    sharp: SHARP_KERNEL.test(instance.acquisition.convolutionKernel ?? ''),
  };
}

/** Criteria in order; the first that tells two candidates apart decides, and its words are the reason. */
const CRITERIA: readonly { readonly words: string; readonly better: (a: Candidate, b: Candidate, longest: number) => number }[] = [
  { words: 'too few slices', better: (a, b) => Number(b.stack.frames.length >= FEW_SLICES) - Number(a.stack.frames.length >= FEW_SLICES) },
  {
    words: 'covers less of the body',
    better: (a, b, longest) => Number(b.coverageMm >= SAME_COVERAGE * longest) - Number(a.coverageMm >= SAME_COVERAGE * longest),
  },
  { words: 'derived from another series', better: (a, b) => Number(a.derived) - Number(b.derived) },
  { words: 'sharp kernel: noise and overshoot at edges', better: (a, b) => Number(a.sharp) - Number(b.sharp) },
  { words: 'wider slice spacing', better: (a, b) => (Math.abs(a.spacingMm - b.spacingMm) < 0.01 ? 0 : a.spacingMm - b.spacingMm) },
  { words: 'covers less of the body', better: (a, b) => (Math.abs(a.coverageMm - b.coverageMm) < 1 ? 0 : b.coverageMm - a.coverageMm) },
  { words: 'contrast given, and one without is there', better: (a, b) => Number(contrast(a)) - Number(contrast(b)) },
];

const contrast = (candidate: Candidate): boolean => candidate.stack.frames[0].instance.acquisition.contrastBolusAgent !== null;

function compare(a: Candidate, b: Candidate, longest: number): number {
  for (const { better } of CRITERIA) {
    const verdict = better(a, b, longest);
    if (verdict !== 0) return verdict;
  }
  const [x, y] = [a.stack.frames[0].instance, b.stack.frames[0].instance];
  return (
    (x.seriesNumber ?? 0) - (y.seriesNumber ?? 0) ||
    (x.seriesInstanceUid < y.seriesInstanceUid ? -1 : x.seriesInstanceUid > y.seriesInstanceUid ? 1 : 0)
  );
}

function reasonAgainst(loser: Candidate, winner: Candidate, longest: number): string {
  const criterion = CRITERIA.find(({ better }) => better(loser, winner, longest) !== 0);
  const apart = loser.stack.apart ? ` (${loser.stack.apart})` : '';
  return `${criterion?.words ?? 'as good as the chosen one; the lower series number was taken'}${apart}`;
}

/**
 * The series worth analysing. Rule, in this order: at least three slices, coverage (within 80 % of the longest counts
 * as equal), original before derived, soft before sharp kernel, finer spacing, longer coverage, no contrast, series
 * number. `wanted` (a SeriesInstanceUID) overrides it.
 */
export function chooseSeries(instances: readonly Instance[], wanted?: string): Choice {
  const issues: Issue[] = [];
  const series: SeriesSummary[] = [];
  const candidates: Candidate[] = [];
  for (const group of groupSeries(instances)) {
    const usable = usableFrames(group);
    issues.push(...usable.issues);
    const [first] = group.instances;
    if (usable.frames.length === 0) {
      const summary = { seriesInstanceUid: group.seriesInstanceUid, description: first.seriesDescription, modality: first.modality };
      series.push({ ...summary, instances: group.instances.length, size: null, spacingMm: null, chosen: false, reason: usable.reason });
    } else candidates.push(...stacksOf(usable.frames).map((stack) => candidateOf(group, stack)));
  }
  const pool = wanted ? candidates.filter((each) => each.summary.seriesInstanceUid === wanted) : candidates;
  if (wanted && pool.length === 0)
    issues.push(
      issue('error', {
        code: 'dicom-series-not-there',
        where: wanted,
        expected: 'a series of CT slices',
        received: 'none with this UID',
        fix: 'List the series and name one of them.',
      }),
    );
  const longest = Math.max(0, ...pool.map((each) => each.coverageMm));
  const ranked = [...pool].sort((a, b) => compare(a, b, longest));
  const [chosen] = ranked;
  for (const each of candidates) {
    const reason =
      each === chosen
        ? `chosen${each.stack.apart ? ` (${each.stack.apart})` : ''}`
        : wanted && each.summary.seriesInstanceUid !== wanted
          ? 'another series was asked for'
          : reasonAgainst(each, chosen, longest);
    series.push({ ...each.summary, chosen: each === chosen, reason });
    if (each !== chosen)
      issues.push(
        issue('note', {
          code: 'dicom-series-left-out',
          where: each.name,
          expected: 'the series worth analysing',
          received: reason,
          fix: '',
        }),
      );
  }
  return { chosen: chosen ?? null, series, issues };
}
