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
  /** Offsets of the pixels that lie in a segment, ascending, and the segment of each: most of a frame lies in none. */
  readonly pixels: Int32Array;
  readonly segments: Uint16Array;
}

interface Inside {
  readonly pixels: Int32Array;
  readonly segments: Uint16Array;
}

/** Largest frame: beyond it the header lies, or the images are no slices of a body. */
const MOST_PIXELS = 2 ** 24;

/** Room for the pixels of a frame, used again for the next. */
class Collector {
  private readonly pixels: Int32Array;
  private readonly segments: Uint16Array;
  private count = 0;

  constructor(area: number) {
    this.pixels = new Int32Array(area);
    this.segments = new Uint16Array(area);
  }

  add(pixel: number, segment: number): void {
    this.pixels[this.count] = pixel;
    this.segments[this.count++] = segment;
  }

  take(): Inside {
    const taken = { pixels: this.pixels.slice(0, this.count), segments: this.segments.slice(0, this.count) };
    this.count = 0;
    return taken;
  }
}

/** Bits as stored, first pixel in the lowest (PS3.5 8.1.1); bytes without one are passed over. */
function collectBits(stored: { bytes: Uint8Array; firstBit: number }, area: number, segment: number, into: Collector): void {
  const { bytes, firstBit } = stored;
  const end = Math.ceil((firstBit + area) / 8);
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0) continue;
    for (let bit = 0; bit < 8; bit++) {
      const pixel = 8 * at + bit - firstBit;
      if ((byte >> bit) & 1 && pixel >= 0 && pixel < area) into.add(pixel, segment);
    }
  }
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
  const area = format.rows * format.columns;
  if (area > MOST_PIXELS) return refuse('seg-no-frames', `frames of ${format.columns} x ${format.rows} pixels`);
  const packed = format.bitsAllocated === 1 && instance.syntax.codec === 'native' && instance.syntax.littleEndian;
  const collector = new Collector(area);
  for (const [index, frame] of instance.frames.entries()) {
    if (!frame.positionMm || !frame.orientation || !frame.spacingMm)
      return refuse('seg-no-geometry', 'frames without a place in the patient');
    const segment = numbers[index] || 1;
    if (packed) {
      const stored = await pixels.stored(index);
      if ('problem' in stored) return refuse(stored.problem.code, stored.problem.received);
      collectBits(stored, area, segment, collector);
    } else {
      const got = await pixels.samples(index);
      if ('problem' in got) return refuse(got.problem.code, got.problem.received);
      for (let at = 0; at < area; at++) {
        const sample = wide ? got.bytes[2 * at] + 256 * got.bytes[2 * at + 1] : got.bytes[at];
        if (kind === 'LABELMAP' ? sample !== background && sample !== 0 : sample >= threshold)
          collector.add(at, kind === 'LABELMAP' ? sample : segment);
      }
    }
    const { positionMm, orientation, spacingMm } = frame;
    visit({ positionMm, orientation, spacingMm, rows: format.rows, columns: format.columns, ...collector.take() });
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
