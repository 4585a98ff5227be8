import { type Issue, issue, type SourceFile, type Vector3 } from '../../core/index.ts';
import { instanceOf } from '../instance/index.ts';
import { loadHeader } from '../instance/load.ts';
import { items, number, text, texts } from '../parse/index.ts';
import { openPixels } from '../pixels/index.ts';
import { frameSegments, HALF, SEGMENTATION_CLASSES, type Segment, segmentsOf } from './read.ts';

/** One frame as it lies in the patient, with the segment of each pixel. */
export interface SegmentationFrame {
  readonly positionMm: Vector3;
  /** Row cosines, then column cosines. */
  readonly orientation: readonly number[];
  /** [along a row, down a column]. */
  readonly spacingMm: readonly [number, number];
  readonly rows: number;
  readonly columns: number;
  /** Segment number per pixel, 0 = none. */
  readonly segments: Uint16Array;
}

export interface SegmentationFile {
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly frameOfReferenceUid: string | null;
  /** Of the series it was drawn on. */
  readonly referencedSeries: readonly string[];
  readonly segments: readonly Segment[];
  readonly manufacturer: string | null;
  readonly softwareVersions: readonly string[];
  readonly frames: number;
}

/**
 * The frames of a segmentation one after another, where they lie, without a grid of their own: a segmentation on tilted
 * or uneven slices has none.
 * @returns null when the file is no segmentation in patient space or is broken; the issues say why
 */
export async function readSegmentationFrames(
  file: SourceFile,
  visit: (frame: SegmentationFrame) => void,
): Promise<{ segmentation: SegmentationFile | null; issues: Issue[] }> {
  const { parsed, issues: met } = await loadHeader(file);
  const issues = [...met];
  const refuse = (code: string, received: string): { segmentation: null; issues: Issue[] } => {
    const words = { expected: 'a whole DICOM segmentation in patient space', received, fix: 'Give the segmentation as it was written.' };
    return { segmentation: null, issues: [...issues, issue('error', { code, where: file.path, ...words })] };
  };
  const instance = parsed ? instanceOf(parsed, file) : null;
  if (!parsed || !instance || !SEGMENTATION_CLASSES.has(instance.sopClassUid))
    return refuse('seg-not-one', instance ? `modality ${instance.modality || 'not stated'}` : 'no DICOM file');
  const { format } = instance;
  if (!format || instance.frames.length === 0 || format.samplesPerPixel !== 1) return refuse('seg-no-frames', 'no frames of one sample');
  const { dataset } = parsed;
  const kind = text(dataset, 'SegmentationType');
  const most = number(dataset, 'MaximumFractionalValue') ?? 255;
  const threshold = kind === 'FRACTIONAL' ? Math.max(1, HALF * most) : 1;
  const background = number(dataset, 'PixelPaddingValue') ?? 0;
  const numbers = frameSegments(dataset, format.frames);
  const pixels = openPixels(file, instance);
  const wide = format.bitsAllocated === 16;
  for (const [index, frame] of instance.frames.entries()) {
    if (!frame.positionMm || !frame.orientation || !frame.spacingMm)
      return refuse('seg-no-geometry', 'frames without a place in the patient');
    const got = await pixels.samples(index);
    if ('problem' in got) return refuse(got.problem.code, got.problem.received);
    const { bytes } = got;
    const segments = new Uint16Array(format.rows * format.columns);
    for (let at = 0; at < segments.length; at++) {
      const sample = wide ? bytes[2 * at] + 256 * bytes[2 * at + 1] : bytes[at];
      segments[at] = kind === 'LABELMAP' ? (sample === background ? 0 : sample) : sample >= threshold ? numbers[index] || 1 : 0;
    }
    const { positionMm, orientation, spacingMm } = frame;
    visit({ positionMm, orientation, spacingMm, rows: format.rows, columns: format.columns, segments });
  }
  const referenced = items(dataset, 'ReferencedSeriesSequence').flatMap((each) => text(each, 'SeriesInstanceUID') ?? []);
  return {
    segmentation: {
      sopInstanceUid: instance.sopInstanceUid,
      studyInstanceUid: instance.studyInstanceUid,
      frameOfReferenceUid: instance.frameOfReferenceUid,
      referencedSeries: referenced,
      segments: segmentsOf(dataset),
      manufacturer: text(dataset, 'Manufacturer'),
      softwareVersions: texts(dataset, 'SoftwareVersions'),
      frames: format.frames,
    },
    issues,
  };
}
