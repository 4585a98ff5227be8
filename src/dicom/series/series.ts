import { type Issue, issue } from '../../core/index.ts';
import type { Frame, Instance } from '../instance/index.ts';
import { formatProblem, frameBytes } from '../pixels/index.ts';

/** SOP classes that hold CT slices (PS3.4 annex B.5). */
const CT_CLASSES: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.2',
  '1.2.840.10008.5.1.4.1.1.2.1',
  '1.2.840.10008.5.1.4.1.1.2.2',
]);
const LOCALIZER = /^(LOCALIZER|SCOUT)$/;

/** A frame with its instance, ready to be placed in space. */
export interface FrameRef {
  readonly instance: Instance;
  readonly frame: Frame;
}

export interface SeriesGroup {
  readonly seriesInstanceUid: string;
  readonly instances: readonly Instance[];
}

/** Instances by SeriesInstanceUID, in the order of the UIDs. */
export function groupSeries(instances: readonly Instance[]): SeriesGroup[] {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.seriesInstanceUid);
    if (group) group.push(instance);
    else groups.set(instance.seriesInstanceUid, [instance]);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([seriesInstanceUid, members]) => ({ seriesInstanceUid, instances: members }));
}

/** Series name in issues: number and description, never the patient. */
export const seriesName = (instance: Instance): string =>
  `series ${instance.seriesNumber ?? '?'} ${instance.seriesDescription ?? ''}`.trim();

const isLocalizer = (instance: Instance, frame: Frame): boolean =>
  [...instance.imageType, ...frame.frameType].some((value) => LOCALIZER.test(value));

export interface UsableFrames {
  readonly frames: readonly FrameRef[];
  readonly issues: readonly Issue[];
  /** Words for the listing when nothing is usable. */
  readonly reason: string;
}

/** Is this series CT slices at all? Words when it is not. */
function wrongKind(first: Instance): string | null {
  if (first.modality !== 'CT') return `modality ${first.modality || 'not stated'}`;
  // De-identified files are met that lost their SOP class; Modality CT with slices in space is then enough.
  return first.sopClassUid === '' || CT_CLASSES.has(first.sopClassUid) ? null : `not CT image storage (${first.sopClassUid})`;
}

/** Same instance sent twice (same SOPInstanceUID): the first by path stands. */
function withoutCopies(instances: readonly Instance[]): { kept: Instance[]; copies: number } {
  const seen = new Set<string>();
  const kept: Instance[] = [];
  for (const instance of [...instances].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (instance.sopInstanceUid !== '' && seen.has(instance.sopInstanceUid)) continue;
    seen.add(instance.sopInstanceUid);
    kept.push(instance);
  }
  return { kept, copies: instances.length - kept.length };
}

/** A compressed frame does not unfold to more than this many times its file: an empty slice in JPEG 2000 reaches some 5,000. */
const MOST_UNFOLDING = 20_000;

/** True when the pixel data is said to be longer than the file. */
const declaresMore = ({ pixels, inflated, fileSize, format }: Instance): boolean =>
  pixels !== null &&
  !inflated &&
  pixels.length > fileSize - pixels.offset &&
  format !== null &&
  frameBytes(format) <= fileSize - pixels.offset;

/** What is missing of a frame's bytes, told from sizes alone, so that nothing is allocated for pixels that are not there. */
function bytesMissing({ pixels, format, fileSize, inflated }: Instance, frame: Frame): string | null {
  if (!pixels || !format) return null;
  const length = frameBytes(format);
  if (pixels.length < 0) return length > MOST_UNFOLDING * fileSize ? `${fileSize} bytes for a frame of ${length}` : null;
  const present = inflated ? pixels.length : Math.min(pixels.length, fileSize - pixels.offset);
  return (frame.index + 1) * length > present ? `${Math.max(0, present - frame.index * length)} of ${length} bytes of the frame` : null;
}

/** Pixels outside this are a lie: micro-CT is at the lower end, a scanogram at the upper, mm. */
const SPACING_RANGE_MM = { low: 0.001, high: 50 };
/** Scanner coordinates stay within metres of the isocentre, mm. */
const FURTHEST_MM = 1e5;
/** Values that a CT slice can hold instead of HU (PS3.3 C.11.1.1.2): density, effective atomic number, percent. */
const NOT_HU = new Set(['OD', 'MGML', 'Z_EFF', 'ED', 'EDW', 'PCT']);
/** Rescales beyond these give no HU of anything. */
const STEEPEST = 1e4;
const HIGHEST_INTERCEPT = 1e6;

/** What makes a frame's place one that no scanner gives; null when there is nothing. */
function placeProblem({ positionMm, spacingMm }: Frame): string | null {
  if (spacingMm?.some((side) => side < SPACING_RANGE_MM.low || side > SPACING_RANGE_MM.high))
    return `pixels of ${spacingMm.join(' x ')} mm`;
  return positionMm?.some((coordinate) => Math.abs(coordinate) > FURTHEST_MM) ? `a position of ${positionMm.join(', ')} mm` : null;
}

/** What the values are when they are no HU; null when they are. */
function valueProblem({ rescaleType, transform }: Frame): string | null {
  if (NOT_HU.has(rescaleType)) return `values of type ${rescaleType}`;
  const { slope, intercept } = transform;
  return Math.abs(slope) > STEEPEST || Math.abs(intercept) > HIGHEST_INTERCEPT ? `a rescale of ${slope} x + ${intercept}` : null;
}

function frameProblem(instance: Instance, frame: Frame): { code: string; received: string } | null {
  const { format, syntax } = instance;
  if (!format) return { code: 'dicom-no-pixels', received: 'no image in it' };
  const problem = formatProblem(format);
  if (problem) return { code: 'dicom-bad-format', received: problem };
  if (format.bitsAllocated === 1) return { code: 'dicom-bad-format', received: '1 bit allocated' };
  if (format.samplesPerPixel !== 1) return { code: 'dicom-not-grey', received: `${format.samplesPerPixel} samples per pixel` };
  if (syntax.codec === 'none') return { code: 'dicom-unsupported-syntax', received: syntax.name };
  const short = bytesMissing(instance, frame);
  if (short) return { code: 'dicom-truncated', received: short };
  if (!frame.positionMm || !frame.orientation || !frame.spacingMm)
    return { code: 'dicom-no-geometry', received: 'no position, orientation or pixel spacing' };
  const place = placeProblem(frame);
  if (place) return { code: 'dicom-bad-geometry', received: place };
  const values = valueProblem(frame);
  return values ? { code: 'dicom-not-hu', received: values } : null;
}

const EXPECTED: Readonly<Record<string, string>> = {
  'dicom-no-pixels': 'an image',
  'dicom-bad-format': 'samples of 8, 16 or 32 bits',
  'dicom-not-grey': 'one grey sample per pixel',
  'dicom-unsupported-syntax': 'a transfer syntax of docs/conformance.md',
  'dicom-bad-geometry': 'a place that a scanner can give',
  'dicom-not-hu': 'Hounsfield units',
  'dicom-no-geometry': 'ImagePositionPatient, ImageOrientationPatient and PixelSpacing',
};

/** The frames of a series that can become a volume; what is left out is named, once per reason. */
export function usableFrames(group: SeriesGroup): UsableFrames {
  const where = seriesName(group.instances[0]);
  const kind = wrongKind(group.instances[0]);
  if (kind) {
    const not = issue('note', { code: 'dicom-not-ct', where, expected: 'CT slices', received: kind, fix: 'Left out.' });
    return { frames: [], issues: [not], reason: kind };
  }
  const issues: Issue[] = [];
  const { kept, copies } = withoutCopies(group.instances);
  if (copies > 0)
    issues.push(
      issue('note', {
        code: 'dicom-duplicate',
        where,
        expected: 'each instance once',
        received: `${copies} copies`,
        fix: 'The first of each was kept.',
      }),
    );
  const left = new Map<string, { count: number; first: string; received: string }>();
  let localizers = 0;
  const overlong: Instance[] = [];
  const frames: FrameRef[] = [];
  for (const instance of kept) {
    const truncated = !instance.pixels && instance.format;
    const whole = instance.frames.length > 0 ? instance.frames : [];
    if (whole.length === 0)
      count(
        left,
        truncated ? 'dicom-truncated' : 'dicom-no-pixels',
        instance.path,
        truncated ? 'a header that ends before the pixels' : 'no image in it',
      );
    if (declaresMore(instance)) overlong.push(instance);
    for (const frame of whole) {
      if (isLocalizer(instance, frame)) localizers++;
      else {
        const problem = frameProblem(instance, frame);
        if (problem) count(left, problem.code, instance.path, problem.received);
        else frames.push({ instance, frame });
      }
    }
  }
  if (localizers > 0)
    issues.push(
      issue('note', {
        code: 'dicom-localizer-left-out',
        where,
        expected: 'slices',
        received: `${localizers} localizer image(s)`,
        fix: 'Left out: a localizer is a projection.',
      }),
    );
  if (overlong.length > 0) {
    const [{ path, pixels, fileSize }] = overlong;
    issues.push(
      issue('note', {
        code: 'dicom-pixel-length',
        where: path,
        expected: `${pixels!.length} bytes of pixel data, as declared`,
        received: `${fileSize - pixels!.offset} (${overlong.length} of ${where})`,
        fix: 'Frames that are whole were read.',
      }),
    );
  }
  for (const [code, { count: number, first, received }] of left)
    issues.push(
      issue('warning', {
        code,
        where: first,
        expected: EXPECTED[code] ?? 'a whole file',
        received: `${received} (${number} of ${where})`,
        fix: 'Left out.',
      }),
    );
  const reason = frames.length > 0 ? '' : localizers > 0 ? 'localizer' : [...left.keys()].join(', ');
  return { frames, issues, reason };
}

function count(left: Map<string, { count: number; first: string; received: string }>, code: string, path: string, received: string): void {
  const entry = left.get(code);
  if (entry) entry.count++;
  else left.set(code, { count: 1, first: path, received });
}
