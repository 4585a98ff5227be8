import { type CanonicalVolume, type Issue, issue, type Outcome, type SourceFrame, uidFromName } from '../../core/index.ts';
import { type Attributes, writePart10 } from '../../dicom/index.ts';
import type { Lesion } from '../../lesions/types.ts';
import type { Analysis } from '../analysis/index.ts';
import { CALCIMAP_SCHEME, OWN_SCHEME } from '../codes/index.ts';
import { instanceReferences, lossyAttributes, type Origin, objectAttributes, originOf } from '../object/index.ts';
import { frameAttributes, type Layout } from './functional-groups.ts';
import { framesOf, numberedPixels, packedBits } from './pixels.ts';
import { footprintsOf, planesOf } from './planes.ts';
import { type PlannedSegment, planSegments } from './segments.ts';

export const SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.4';
export const LABEL_MAP_SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.7';

export interface SegmentationOptions {
  /** Binary opens in nearly every viewer; a label map is smaller and newer (Supplement 243, 2024). */
  readonly encoding: 'binary' | 'labelmap';
  /** A segment per lesion lets its numbers be checked again; `auto` goes over to groups when that would be too large. */
  readonly segments: 'auto' | 'lesion' | 'group';
}

export const DEFAULT_SEGMENTATION: SegmentationOptions = { encoding: 'binary', segments: 'auto' };

export interface SegmentationInput {
  readonly analysis: Analysis;
  readonly canonical: CanonicalVolume;
  /** With their voxels on the canonical grid. */
  readonly lesions: readonly Pick<Lesion, 'id' | 'voxels'>[];
  readonly options?: Partial<SegmentationOptions>;
}

/** What other objects need to refer to segments. */
export interface SegmentationReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Segment number by lesion id. */
  readonly segmentOf: ReadonlyMap<string, number>;
  readonly segments: 'lesion' | 'group';
}

export interface SegmentationPlan {
  readonly origin: Origin;
  readonly reference: SegmentationReference;
  readonly attributes: Attributes;
  /** Source frame that shows most of a lesion, by lesion id. */
  readonly keyFrameOf: ReadonlyMap<string, SourceFrame>;
}

/** Pixel data of a binary segmentation per lesion beyond which `auto` takes groups: PACS and viewers hold it in memory. */
const MOST_BINARY_BYTES = 2 ** 28;
/** A defined-length value ends here (PS3.5 7.1.1). */
const MOST_BYTES = 2 ** 32 - 2;

const nothing = (received: string, code: string): Outcome<never> => ({
  value: null,
  issues: [
    issue('note', {
      code,
      where: 'segmentation.dcm',
      expected: 'at least one lesion that was not rejected',
      received,
      fix: 'No segmentation is written; the other results stand.',
    }),
  ],
});

function pixelAttributes(layout: Layout, segments: readonly PlannedSegment[]): Attributes {
  const { rows, columns } = layout.origin.dicom;
  const area = rows * columns;
  const common = { SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: rows, Columns: columns, PixelRepresentation: 0 };
  const shape = { ...common, NumberOfFrames: layout.frames.length };
  if (layout.encoding === 'binary')
    return {
      ...shape,
      BitsAllocated: 1,
      BitsStored: 1,
      HighBit: 0,
      SegmentationType: 'BINARY',
      PixelData: packedBits(layout.frames, area),
    };
  const wide = segments.length > 255;
  const bits = wide ? 16 : 8;
  return {
    ...shape,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelPaddingValue: 0,
    SegmentationType: 'LABELMAP',
    PixelData: numberedPixels(layout.frames, { area, wide }),
  };
}

/** Everything about the segmentation but its bytes: what measurements and key objects refer to. */
export function planSegmentation(input: SegmentationInput): Outcome<SegmentationPlan> {
  const { analysis, canonical } = input;
  const options = { ...DEFAULT_SEGMENTATION, ...input.options };
  const { value: origin, issues } = originOf(canonical.source);
  if (!origin) return { value: null, issues };
  const { dicom } = origin;
  const planes = planesOf(canonical.source.grid, dicom);
  const placed = footprintsOf(canonical, planes, dicom);
  const footprints = new Map(input.lesions.map((each) => [each.id, placed(each)]));
  const area = dicom.rows * dicom.columns;
  let by: 'lesion' | 'group' = options.segments === 'group' ? 'group' : 'lesion';
  let segments = planSegments(analysis, by);
  let frames = framesOf(segments, footprints, options.encoding);
  const told: Issue[] = [...issues];
  const bytesOf = (): number =>
    options.encoding === 'binary' ? (frames.length * area) / 8 : frames.length * area * (segments.length > 255 ? 2 : 1);
  if (options.segments === 'auto' && options.encoding === 'binary' && bytesOf() > MOST_BINARY_BYTES) {
    told.push(
      issue('note', {
        code: 'segmentation-by-group',
        where: 'segmentation.dcm',
        expected: `at most ${MOST_BINARY_BYTES} bytes for a segment per lesion`,
        received: `${Math.round(bytesOf())} bytes`,
        fix: 'Segments are groups; ask for a label map to have a segment per lesion.',
      }),
    );
    by = 'group';
    segments = planSegments(analysis, by);
    frames = framesOf(segments, footprints, options.encoding);
  }
  if (frames.length === 0) return { value: null, issues: [...told, ...nothing('none', 'segmentation-empty').issues] };
  if (bytesOf() > MOST_BYTES || segments.length > 65535)
    return { value: null, issues: [...told, ...nothing(`${Math.round(bytesOf())} bytes of pixels`, 'segmentation-too-large').issues] };
  const layout: Layout = { encoding: options.encoding, planes, frames, canonical, origin };
  const form = `${options.encoding} ${by}`;
  const base = objectAttributes(analysis, origin, { kind: 'segmentation', form, modality: 'SEG' });
  const sopInstanceUid = base.SOPInstanceUID as string;
  const sopClassUid = options.encoding === 'binary' ? SEGMENTATION_STORAGE : LABEL_MAP_SEGMENTATION_STORAGE;
  const attributes: Attributes = {
    ...base,
    SOPClassUID: sopClassUid,
    ImageType: ['DERIVED', 'PRIMARY'],
    CodingSchemeIdentificationSequence: JSON.stringify(segments).includes(CALCIMAP_SCHEME) ? [...OWN_SCHEME] : undefined,
    ContentLabel: 'CALCIFICATION',
    ContentDescription: 'Soft-tissue calcification (research)',
    ContentCreatorName: '',
    FrameOfReferenceUID: origin.frameOfReferenceUid,
    PositionReferenceIndicator: '',
    SegmentsOverlap: 'NO',
    SegmentSequence: segments.map((each) => each.attributes),
    ReferencedSeriesSequence: [
      { SeriesInstanceUID: origin.seriesInstanceUid, ReferencedInstanceSequence: instanceReferences(dicom.frames) },
    ],
    ...lossyAttributes(origin),
    ...frameAttributes(layout, uidFromName(`${sopInstanceUid} dimensions`)),
    ...pixelAttributes(layout, segments),
  };
  const segmentOf = new Map(segments.flatMap((each) => each.lesionIds.map((id) => [id, each.number] as const)));
  const reference = { sopClassUid, sopInstanceUid, seriesInstanceUid: base.SeriesInstanceUID as string, segmentOf, segments: by };
  const keyFrameOf = new Map(
    [...footprints].flatMap(([id, prints]) => {
      if (prints.length === 0) return [];
      const most = prints.reduce((best, each) => (each.pixels.length > best.pixels.length ? each : best));
      return [[id, planes[most.plane].sources[0]] as const];
    }),
  );
  return { value: { origin, reference, attributes, keyFrameOf }, issues: told };
}

/** `segmentation.dcm`: the lesions as a DICOM segmentation on the input's slices. Same result and options, same bytes. */
export function writeSegmentation(plan: SegmentationPlan): Uint8Array {
  return writePart10(plan.attributes);
}
