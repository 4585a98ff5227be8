import { buildAnatomy } from '../../anatomy/index.ts';
import type { Issue, RunOptions, SourceFile } from '../../core/index.ts';
import { canonicalVolume, hasError, issue } from '../../core/index.ts';
import type { ReadOptions } from '../../intake/index.ts';
import { readInput } from '../../intake/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { openEditor } from '../../lesions/index.ts';
import type { PlacedSegmentation, StatedLesion, StatedReport } from '../../report/index.ts';
import { lesionOf, measuresOf, placeSegmentation, readStructuredReport } from '../../report/index.ts';
import { readExternalAnatomy } from '../external/index.ts';
import { checkHounsfield } from '../gate/index.ts';

export interface RecomputeInput {
  readonly segmentation: SourceFile;
  readonly series: readonly SourceFile[];
  /** Without it the numbers are derived and compared with nothing. */
  readonly report?: SourceFile;
  /** The segmentation that was given to the analysis as anatomy, when there was one. */
  readonly anatomy?: readonly SourceFile[];
}

export interface RecomputeTools extends RunOptions {
  readonly kernels: Kernels;
  readonly decoding?: Pick<ReadOptions, 'decode' | 'parallel' | 'prepare' | 'digest'>;
}

export interface RecomputedNumber {
  readonly measure: string;
  /** As the report states it; null without a report. */
  readonly stated: number | null;
  readonly again: number | null;
  readonly agrees: boolean | null;
}

export interface RecomputedLesion {
  readonly id: string;
  readonly trackingUid: string;
  readonly segment: number;
  readonly numbers: readonly RecomputedNumber[];
}

/**
 * `agrees`; `differs`: a number is another; `refused`: files that do not belong together; `derived`: no report to compare
 * with; `uncomparable`: the series is uneven, so that its slices do not hold every voxel that was measured.
 */
export interface Recomputation {
  readonly status: 'agrees' | 'differs' | 'refused' | 'derived' | 'uncomparable';
  readonly lesions: readonly RecomputedLesion[];
  readonly issues: readonly Issue[];
}

/** Numbers are written rounded; a last digit may fall either way between machines. */
const LAST_DIGIT: Readonly<Record<string, number>> = {
  volumeMm3: 0.01,
  thresholdVolumeMm3: 0.01,
  massMg: 0.001,
  agatston: 0.1,
  meanHu: 0.1,
  maxHu: 0.1,
  longestDiameterMm: 0.01,
  surfaceMm2: 0.01,
};
const DEFAULT_DIGIT = 0.01;
const ROUNDING = 1e-9;

const error = (code: string, where: string, words: { expected: string; received: string; fix: string }): Issue =>
  issue('error', { code, where, ...words });

/** Numbers that rest on the calibrated blur. */
const OF_THE_BLUR = new Set(['volumeMm3', 'massMg', 'longestDiameterMm', 'surfaceMm2']);

/** How far a number may lie off: its last digit; with another calibration, as far as the stated interval of the volume. */
function roomOf(measure: string, stated: StatedLesion, recalibrated: boolean): number {
  const digit = (LAST_DIGIT[measure] ?? DEFAULT_DIGIT) + ROUNDING;
  const volume = stated.measures.get('volumeMm3');
  const said = stated.measures.get(measure)?.value ?? 0;
  if (!recalibrated || !OF_THE_BLUR.has(measure) || !volume?.interval || volume.value <= 0) return digit;
  return Math.max(digit, (Math.abs(said) * (volume.interval[1] - volume.interval[0])) / 2 / volume.value);
}

function compare(
  stated: StatedLesion | undefined,
  again: ReadonlyMap<string, number>,
  about: { comparable: boolean; recalibrated: boolean },
): RecomputedNumber[] {
  const names = new Set([...(stated?.measures.keys() ?? []), ...again.keys()]);
  return [...names].map((measure) => {
    const said = stated?.measures.get(measure);
    const found = again.get(measure) ?? null;
    if (!stated || !about.comparable) return { measure, stated: said?.value ?? null, again: found, agrees: null };
    if (!said || found === null) return { measure, stated: said?.value ?? null, again: found, agrees: false };
    const agrees = Math.abs(found - said.value) <= roomOf(measure, stated, about.recalibrated);
    return { measure, stated: said.value, again: found, agrees };
  });
}

/** What does not fit between a report and a segmentation before any number is looked at. */
function mismatches(report: StatedReport, { segmentation }: PlacedSegmentation): Issue[] {
  const issues: Issue[] = [];
  const tracked = new Map(segmentation.segments.map((each) => [each.trackingUid, each.number]));
  const other = report.lesions.filter((each) => each.segmentationUid !== segmentation.sopInstanceUid);
  if (other.length > 0)
    issues.push(
      error('recompute-other-segmentation', 'measurements', {
        expected: 'references to this segmentation',
        received: `${other.length} of ${report.lesions.length} lesions refer to another`,
        fix: 'Give the segmentation and the report of one result.',
      }),
    );
  const wrong = report.lesions.filter((each) => tracked.get(each.trackingUid) !== each.segment);
  if (wrong.length > 0)
    issues.push(
      error(
        'recompute-other-segments',
        wrong
          .slice(0, 8)
          .map((each) => each.id)
          .join(', '),
        {
          expected: 'each lesion on the segment with its tracking UID (a segment per lesion)',
          received: `${wrong.length} on another or on none`,
          fix: 'Write the segmentation with a segment per lesion (--segments lesion).',
        },
      ),
    );
  const silent = segmentation.segments.length - report.lesions.length;
  if (silent !== 0)
    issues.push(
      error('recompute-missing', 'measurements', {
        expected: `${segmentation.segments.length} lesions, one per segment`,
        received: String(report.lesions.length),
        fix: 'Give the segmentation and the report of one result.',
      }),
    );
  return issues;
}

function differences(lesions: readonly RecomputedLesion[]): Issue[] {
  return lesions.flatMap((lesion) =>
    lesion.numbers
      .filter((each) => each.agrees === false)
      .map((each) =>
        error('recompute-differs', `${lesion.id} ${each.measure}`, {
          expected: each.stated === null ? 'not stated' : String(each.stated),
          received: each.again === null ? 'not measurable' : String(each.again),
          fix: 'The report does not say what the segmentation shows; analyse the series again.',
        }),
      ),
  );
}

/**
 * The numbers of a measurement report, derived again from the segmentation and the series by the functions that measured
 * the lesions, and compared with what it states. Every lesion must be there, on its own segment, with every number to its
 * last written digit. An uneven series cannot be compared and says so.
 * @throws the signal's reason when aborted; nothing else for any input
 */
export async function recompute(input: RecomputeInput, tools: RecomputeTools): Promise<Recomputation> {
  const { kernels, progress, signal } = tools;
  const refused = (issues: readonly Issue[]): Recomputation => ({ status: 'refused', lesions: [], issues });
  const allocate = (count: number): Int16Array => kernels.allocateVoxels(count);
  const reading = await readInput(input.series, { progress, signal, allocate, ...tools.decoding });
  const issues: Issue[] = [...reading.issues];
  if (!reading.volume) return refused(issues);
  issues.push(...checkHounsfield(reading.volume));
  if (issues.some((each) => each.code === 'volume-not-hounsfield')) return refused(issues);
  const canonical = canonicalVolume(reading.volume, allocate);
  const { placed, issues: met } = await placeSegmentation(input.segmentation, canonical);
  issues.push(...met);
  if (!placed) return refused(issues);
  const read = input.report ? await readStructuredReport(input.report) : null;
  issues.push(...(read?.issues ?? []));
  if (read && !read.report) return refused(issues);
  const report = read?.report ?? null;
  const misfits = report ? mismatches(report, placed) : [];
  if (misfits.length > 0) return refused([...issues, ...misfits]);
  const given = input.anatomy?.length ? await readExternalAnatomy(input.anatomy, canonical.volume) : null;
  issues.push(...(given?.issues ?? []));
  const anatomy = await buildAnatomy(canonical.volume, kernels, { progress, signal, labels: given?.labels ?? undefined });
  const { ageYears, sex } = reading.volume.source.patient;
  const recalibrated = (report?.rejected ?? 0) > 0;
  if (recalibrated)
    issues.push(
      issue('note', {
        code: 'recompute-recalibrated',
        where: 'measurements',
        expected: 'every lesion that was found',
        received: `${report?.rejected} rejected by the reader`,
        fix: 'The blur is calibrated on the lesions that are left, so volume, mass, diameter and surface are held to the stated interval of the volume.',
      }),
    );
  const about = { comparable: placed.exact, recalibrated };
  const editor = openEditor(canonical.volume, anatomy, kernels, { found: [...placed.voxels.values()], ageYears, sex, signal });
  const lesions = placed.segmentation.segments.map((segment): RecomputedLesion => {
    const id = segment.trackingId ?? segment.label;
    const trackingUid = segment.trackingUid ?? '';
    const stated = report?.lesions.find((each) => each.trackingUid === trackingUid);
    const voxels = placed.voxels.get(segment.number);
    if (!voxels) return { id, trackingUid, segment: segment.number, numbers: compare(stated, new Map(), about) };
    const measured = editor.measure({ id, number: segment.number, voxels, setCompartment: null });
    const again = measuresOf(lesionOf(measured, { scan: '', groupId: null, decision: null }));
    return { id, trackingUid, segment: segment.number, numbers: compare(stated, again, about) };
  });
  const found = differences(lesions);
  const all = [...issues, ...found];
  if (report && !placed.exact)
    return {
      status: 'uncomparable',
      lesions,
      issues: [
        ...issues,
        issue('warning', {
          code: 'recompute-uneven-series',
          where: 'series',
          expected: 'evenly spaced slices',
          received: 'uneven ones',
          fix: 'The lesions were measured on slices interpolated in between, the segmentation lies on the series’ own; the numbers are given and not compared.',
        }),
      ],
    };
  if (!report) return { status: hasError(issues) ? 'refused' : 'derived', lesions, issues: all };
  return { status: found.length > 0 ? 'differs' : 'agrees', lesions, issues: all };
}
