import { type Grid, type Issue, issue, type SourceFile, type Vector3, voxelCount } from '../../core/index.ts';
import { type Frame, type Instance, instanceOf } from '../instance/index.ts';
import { loadHeader } from '../instance/load.ts';
import { type Dataset, item, items, number, text } from '../parse/index.ts';
import { openPixels } from '../pixels/index.ts';
import { normalOf } from '../series/index.ts';

/** Segmentation Storage and Label Map Segmentation Storage (PS3.3 A.51, A.87). */
export const SEGMENTATION_CLASSES: ReadonlySet<string> = new Set(['1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7']);

export interface Segment {
  readonly number: number;
  readonly label: string;
  /** SegmentedPropertyTypeCodeSequence: meaning. */
  readonly type: string | null;
  readonly trackingId: string | null;
  readonly trackingUid: string | null;
}

/** A segmentation on the grid of its own frames. */
export interface Segmentation {
  readonly grid: Grid;
  /** Segment number per voxel, 0 = none. */
  readonly labels: Uint16Array;
  readonly segments: readonly Segment[];
  readonly frameOfReferenceUid: string | null;
}

/** Fractional segments count where at least half is covered (PS3.3 C.8.20.2.3). */
export const HALF = 0.5;
/** Frames further than this share of a spacing from an even line are on none. */
const EVEN_SHARE = 0.1;
/** Voxels of the grid between sparse frames: 2^28 labels are 512 MB, a whole-body scan. */
const MOST_VOXELS = 2 ** 28;

export const segmentsOf = (dataset: Dataset): Segment[] =>
  items(dataset, 'SegmentSequence').map((segment, at) => {
    const type = item(segment, 'SegmentedPropertyTypeCodeSequence');
    return {
      number: number(segment, 'SegmentNumber') ?? at + 1,
      label: text(segment, 'SegmentLabel') ?? '',
      type: type ? text(type, 'CodeMeaning') : null,
      trackingId: text(segment, 'TrackingID'),
      trackingUid: text(segment, 'TrackingUID'),
    };
  });

const BACKGROUND = /^background$/i;

/** Number for segment 0: none when it is called background, else the next free one. */
function numberOfSegmentZero(segments: readonly Segment[]): number {
  const zero = segments.find((segment) => segment.number === 0);
  if (!zero || BACKGROUND.test(zero.label)) return 0;
  return Math.max(...segments.map((segment) => segment.number)) + 1;
}

/** Segment of each frame; 0 = every segment (label map). */
export function frameSegments(dataset: Dataset, frames: number): number[] {
  const perFrame = items(dataset, 'PerFrameFunctionalGroupsSequence');
  const shared = item(dataset, 'SharedFunctionalGroupsSequence');
  const of = (groups: Dataset | null): number => {
    const identification = groups ? item(groups, 'SegmentIdentificationSequence') : null;
    return identification ? (number(identification, 'ReferencedSegmentNumber') ?? 0) : 0;
  };
  return Array.from({ length: frames }, (_, at) => of(perFrame[at] ?? null) || of(shared));
}

interface Layout {
  readonly grid: Grid;
  /** Slice of each frame. */
  readonly slots: readonly number[];
  /** Column and row of the grid that each frame's first pixel is: frames on tilted slices lie aside of one another. */
  readonly shifts: readonly (readonly [number, number])[];
}

function spacingAlong(dataset: Dataset, places: readonly number[]): number {
  const shared = item(dataset, 'SharedFunctionalGroupsSequence');
  const measures = shared ? item(shared, 'PixelMeasuresSequence') : null;
  const gaps = places.slice(1).map((place, at) => place - places[at]);
  const finest = gaps.length > 0 ? Math.min(...gaps) : 0;
  const stated = measures ? (number(measures, 'SpacingBetweenSlices') ?? number(measures, 'SliceThickness')) : null;
  // Stated spacing only where the positions agree with it: frames without a segment are often left out, so gaps can be wide.
  const fits = (spacing: number): boolean => gaps.every((gap) => Math.abs(gap / spacing - Math.round(gap / spacing)) <= EVEN_SHARE);
  if (stated && stated > 0 && (finest === 0 || fits(stated))) return stated;
  return finest || 1;
}

function layoutOf(dataset: Dataset, frames: readonly Frame[], format: { rows: number; columns: number }): Layout | string {
  const [first] = frames;
  if (frames.some((frame) => !frame.positionMm || !frame.orientation || !frame.spacingMm)) return 'frames without a place in the patient';
  const o = first.orientation!;
  if (frames.some((frame) => frame.orientation!.some((value, at) => Math.abs(value - o[at]) > 1e-3)))
    return 'frames that run in several directions';
  const n = normalOf(o);
  const along = frames.map((frame) => n[0] * frame.positionMm![0] + n[1] * frame.positionMm![1] + n[2] * frame.positionMm![2]);
  const places = [...new Set(along.map((place) => Math.round(place * 1000) / 1000))].sort((a, b) => a - b);
  const spacing = spacingAlong(dataset, places);
  const lowest = frames[along.indexOf(Math.min(...along))];
  const slots = along.map((place) => Math.round((place - Math.min(...along)) / spacing));
  if (along.some((place, at) => Math.abs(place - Math.min(...along) - slots[at] * spacing) > EVEN_SHARE * spacing))
    return 'frames that are on no even line';
  const slices = slots.reduce((most, slot) => Math.max(most, slot), 0) + 1;
  const [u, v] = first.spacingMm!;
  const from = lowest.positionMm!;
  const aside = frames.map(({ positionMm }) => {
    const d = [0, 1, 2].map((axis) => positionMm![axis] - from[axis]);
    return [Math.round((d[0] * o[0] + d[1] * o[1] + d[2] * o[2]) / u), Math.round((d[0] * o[3] + d[1] * o[4] + d[2] * o[5]) / v)] as const;
  });
  const range = (axis: 0 | 1): [number, number] =>
    aside.reduce<[number, number]>(([low, high], each) => [Math.min(low, each[axis]), Math.max(high, each[axis])], [0, 0]);
  const [[lowU, highU], [lowV, highV]] = [range(0), range(1)];
  const [columns, rows] = [format.columns + highU - lowU, format.rows + highV - lowV];
  if (slices * rows * columns > MOST_VOXELS) return `${slices} slices of ${columns}x${rows}`;
  const origin = [0, 1, 2].map((axis) => from[axis] + lowU * u * o[axis] + lowV * v * o[3 + axis] + 0) as unknown as Vector3;
  return {
    slots,
    shifts: aside.map(([a, b]) => [a - lowU, b - lowV] as const),
    grid: {
      size: [columns, rows, slices],
      spacingMm: [u, v, spacing],
      originMm: origin,
      direction: [o[0], o[3], n[0], o[1], o[4], n[1], o[2], o[5], n[2]],
    },
  };
}

interface Painting {
  readonly labels: Uint16Array;
  readonly size: Grid['size'];
  readonly rows: number;
  readonly columns: number;
  /** Lowest sample that counts as inside; null when the sample is the segment number itself. */
  readonly threshold: number | null;
  /** Label map: the sample that stands for no segment, and the number that segment 0 gets when it is one. */
  readonly background: number;
  readonly segmentZero: number;
  overlaps: number;
}

/** Label maps name their background by PixelPaddingValue, else it is 0 (PS3.3 C.8.20.2). 0 is "none" here, so a segment 0 is renumbered. */
const labelOf = (sample: number, { background, segmentZero }: Painting): number =>
  sample === background ? 0 : sample === 0 ? segmentZero : sample;

/** Puts one frame's segment on its slice; where two segments overlap the lower number stays. */
function paint(
  painting: Painting,
  samples: Uint8Array,
  frame: { slot: number; shift: readonly [number, number]; segment: number; wide: boolean },
): void {
  const { labels, size, rows, columns, threshold } = painting;
  for (let y = 0, at = 0; y < rows; y++) {
    let to = frame.shift[0] + size[0] * (y + frame.shift[1] + size[1] * frame.slot);
    for (let x = 0; x < columns; x++, at++, to++) {
      const sample = frame.wide ? samples[2 * at] + 256 * samples[2 * at + 1] : samples[at];
      const segment = threshold === null ? labelOf(sample, painting) : sample >= threshold ? frame.segment : 0;
      if (segment === 0) continue;
      const before = labels[to];
      if (before !== 0 && before !== segment) painting.overlaps++;
      if (before === 0 || segment < before) labels[to] = segment;
    }
  }
}

async function paintAll(file: SourceFile, instance: Instance, dataset: Dataset, layout: Layout): Promise<Painting | Issue> {
  const format = instance.format!;
  const kind = text(dataset, 'SegmentationType');
  const most = number(dataset, 'MaximumFractionalValue') ?? 255;
  const threshold = kind === 'LABELMAP' ? null : kind === 'FRACTIONAL' ? Math.max(1, HALF * most) : 1;
  const painting: Painting = {
    labels: new Uint16Array(voxelCount(layout.grid)),
    size: layout.grid.size,
    rows: format.rows,
    columns: format.columns,
    threshold,
    background: number(dataset, 'PixelPaddingValue') ?? 0,
    segmentZero: numberOfSegmentZero(segmentsOf(dataset)),
    overlaps: 0,
  };
  const segments = frameSegments(dataset, format.frames);
  const pixels = openPixels(file, instance);
  for (let frame = 0; frame < format.frames; frame++) {
    const got = await pixels.samples(frame);
    if ('problem' in got)
      return issue('error', {
        code: got.problem.code,
        where: file.path,
        expected: 'a whole segmentation',
        received: got.problem.received,
        fix: 'Export it again.',
      });
    paint(painting, got.bytes, {
      slot: layout.slots[frame],
      shift: layout.shifts[frame],
      segment: segments[frame] || 1,
      wide: format.bitsAllocated === 16,
    });
  }
  return painting;
}

/** A DICOM segmentation (binary, fractional at one half, or label map) on its own grid. */
export async function readSegmentation(file: SourceFile): Promise<{ segmentation: Segmentation | null; issues: Issue[] }> {
  const { parsed, issues: met } = await loadHeader(file);
  const issues = [...met];
  const refuse = (code: string, received: string): { segmentation: null; issues: Issue[] } => ({
    segmentation: null,
    issues: [
      ...issues,
      issue('error', {
        code,
        where: file.path,
        expected: 'a DICOM segmentation in patient space',
        received,
        fix: 'Give the segmentation of this series.',
      }),
    ],
  });
  const instance = parsed ? instanceOf(parsed, file) : null;
  if (!parsed || !instance || !SEGMENTATION_CLASSES.has(instance.sopClassUid))
    return refuse('seg-not-one', instance ? `modality ${instance.modality || 'not stated'}` : 'no DICOM file');
  const { format } = instance;
  if (!format || instance.frames.length === 0 || format.samplesPerPixel !== 1) return refuse('seg-no-frames', 'no frames of one sample');
  const layout = layoutOf(parsed.dataset, instance.frames, format);
  if (typeof layout === 'string') return refuse('seg-no-geometry', layout);
  const painted = await paintAll(file, instance, parsed.dataset, layout);
  if ('code' in painted) return { segmentation: null, issues: [...issues, painted] };
  if (painted.overlaps > 0)
    issues.push(
      issue('warning', {
        code: 'seg-overlap',
        where: file.path,
        expected: 'segments that do not overlap',
        received: `${painted.overlaps} voxels in several`,
        fix: 'The lower segment number was kept.',
      }),
    );
  const listed = segmentsOf(parsed.dataset);
  const zero = numberOfSegmentZero(listed);
  const segments = listed
    .map((segment) => (segment.number === 0 ? { ...segment, number: zero } : segment))
    .filter((segment) => segment.number > 0);
  return {
    segmentation: { grid: layout.grid, labels: painted.labels, segments, frameOfReferenceUid: instance.frameOfReferenceUid },
    issues,
  };
}
