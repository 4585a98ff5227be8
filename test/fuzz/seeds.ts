import * as library from 'dcmjs-codecs';
import { gzipSync, zipSync } from 'fflate';
import { writeEncapsulated } from '../../bench/read/encapsulate.ts';
import { type Grid, readWhole, type SourceFile, uidFromName } from '../../src/core/index.ts';
import { writePart10 } from '../../src/dicom/index.ts';
import { writeNifti } from '../../src/nifti/index.ts';
import { recode } from '../fixtures/recode.ts';
import { makeSlices } from '../fixtures/slices.ts';
import { sharedPath } from '../shared.ts';
import { folderFiles } from '../shared-files.ts';

type Codecs = typeof library;
const codecs = ((library as unknown as { default?: Codecs }).default ?? library) as Codecs;

export interface Seed {
  readonly name: string;
  /** Read together; one of them is mutated. */
  readonly files: readonly SourceFile[];
}

const SIDE = 16;
const SLICES = 4;
/** Real files larger than this would slow the job for no new ground. */
const LARGEST_REAL = 40_000;

const slicePixels = (slice: number): Int16Array => Int16Array.from({ length: SIDE * SIDE }, (_, at) => ((at * 7 + slice * 31) % 700) - 300);

const plain = (name: string, extra = {}): SourceFile[] =>
  makeSlices({
    name,
    rows: SIDE,
    columns: SIDE,
    orientation: [1, 0, 0, 0, 1, 0],
    spacingMm: [1, 1],
    slices: Array.from({ length: SLICES }, (_, slice) => ({ positionMm: [0, 0, 2 * slice] as const, pixels: slicePixels(slice) })),
    extra,
  });

/** A CT whose slices are tilted, uneven, and of two acquisitions with gaps: the planner's own ground. */
const crooked = (): SourceFile[] =>
  makeSlices({
    name: 'crooked',
    rows: SIDE,
    columns: SIDE,
    orientation: [1, 0, 0, 0, 0.9397, -0.342],
    spacingMm: [1, 1],
    slices: [0, 2, 4, 7, 12].map((height, at) => ({ positionMm: [0, 0.3 * at, height] as const, pixels: slicePixels(at) })),
    extra: { GantryDetectorTilt: 20, PixelPaddingValue: 0xf830, AcquisitionNumber: 1 },
  });

const film = (): SourceFile =>
  inMemory(
    'film.dcm',
    writePart10({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
      SOPInstanceUID: uidFromName('fuzz film'),
      SeriesInstanceUID: uidFromName('fuzz films'),
      Modality: 'DX',
      Rows: SIDE,
      Columns: SIDE,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME1',
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      ImagerPixelSpacing: [0.2, 0.2],
      PixelSpacing: [0.18, 0.18],
      ImageLaterality: 'L',
      BurnedInAnnotation: 'NO',
      ModalityLUTSequence: [
        { LUTDescriptor: [3, 4, 16], ModalityLUTType: 'US', LUTData: new Uint8Array(Uint16Array.of(10, 20, 65535).buffer) },
      ],
      PixelData: new Uint8Array(2 * SIDE * SIDE).map((_, at) => (at % 2 === 0 ? at & 0xff : 3)),
    }),
  );

/** 8-bit baseline JPEG, which is lossy. */
function baseline(): SourceFile {
  const [file] = makeSlices({
    name: 'baseline',
    rows: SIDE,
    columns: SIDE,
    orientation: [1, 0, 0, 0, 1, 0],
    spacingMm: [1, 1],
    slices: [{ positionMm: [0, 0, 0], pixels: new Int16Array(SIDE * SIDE) }],
    extra: {
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      SliceThickness: 2,
      PixelData: new Uint8Array(SIDE * SIDE),
    },
  });
  return file;
}

type Encoder = 'encodeRle' | 'encodeJpeg' | 'encodeJpegLs' | 'encodeJpeg2000' | 'encodeHtJpeg2000';

async function compressed(name: string, encoder: Encoder, syntax: string): Promise<Seed> {
  const files = await Promise.all(
    plain(name).map(async (file, slice): Promise<SourceFile> => {
      const pixels = slicePixels(slice);
      const context = new codecs.Context({
        width: SIDE,
        height: SIDE,
        bitsAllocated: 16,
        bitsStored: 16,
        samplesPerPixel: 1,
        pixelRepresentation: 1,
        planarConfiguration: 0,
        photometricInterpretation: 'MONOCHROME2',
        decodedBuffer: new Uint8Array(pixels.buffer),
      });
      const frame = codecs.NativeCodecs[encoder](context, { lossy: false, predictor: 1, pointTransform: 0 }).getEncodedBuffer()!.slice();
      const bytes = writeEncapsulated(await readWhole(file), frame, syntax);
      return inMemory(file.path, bytes);
    }),
  );
  return { name, files };
}

const encodeBaseline = (): Uint8Array =>
  codecs.NativeCodecs.encodeJpeg(
    new codecs.Context({
      width: SIDE,
      height: SIDE,
      bitsAllocated: 8,
      bitsStored: 8,
      samplesPerPixel: 1,
      pixelRepresentation: 0,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      decodedBuffer: Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at * 5) & 0xff),
    }),
    { lossy: true, quality: 90 },
  )
    .getEncodedBuffer()!
    .slice();

const inMemory = (path: string, bytes: Uint8Array): SourceFile => ({
  path,
  size: bytes.length,
  read: async ({ offset, length }) => bytes.subarray(offset, offset + length),
});

const grid: Grid = { size: [6, 5, 4], spacingMm: [1, 1, 2], originMm: [3, -4, 5], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

function enhanced(): SourceFile {
  const frames = Array.from({ length: SLICES }, (_, slice) => ({
    FrameContentSequence: [{ StackID: '1', InStackPositionNumber: slice + 1 }],
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 2 * slice] }],
  }));
  const bytes = writePart10({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2.1',
    SOPInstanceUID: uidFromName('enhanced'),
    SeriesInstanceUID: uidFromName('enhanced series'),
    Modality: 'CT',
    NumberOfFrames: SLICES,
    Rows: SIDE,
    Columns: SIDE,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 2 }],
        PixelValueTransformationSequence: [{ RescaleSlope: 1, RescaleIntercept: 0 }],
      },
    ],
    PerFrameFunctionalGroupsSequence: frames,
    PixelData: new Uint8Array(2 * SIDE * SIDE * SLICES),
  });
  return inMemory('enhanced.dcm', bytes);
}

function segmentation(kind: 'BINARY' | 'FRACTIONAL' | 'LABELMAP' = 'BINARY'): SourceFile {
  const bits = kind === 'BINARY' ? 1 : 8;
  const bytes = writePart10({
    SOPClassUID: kind === 'LABELMAP' ? '1.2.840.10008.5.1.4.1.1.66.7' : '1.2.840.10008.5.1.4.1.1.66.4',
    SOPInstanceUID: uidFromName('seg'),
    SeriesInstanceUID: uidFromName('seg series'),
    Modality: 'SEG',
    SegmentationType: kind,
    ...(kind === 'FRACTIONAL' ? { MaximumFractionalValue: 200, SegmentationFractionalType: 'OCCUPANCY' } : {}),
    NumberOfFrames: SLICES,
    Rows: SIDE,
    Columns: SIDE,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
    SegmentSequence: [{ SegmentNumber: 1, SegmentLabel: 'aorta' }],
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 2 }],
      },
    ],
    PerFrameFunctionalGroupsSequence: Array.from({ length: SLICES }, (_, slice) => ({
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 1 }],
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 2 * slice] }],
    })),
    PixelData: new Uint8Array((SIDE * SIDE * SLICES * bits) / 8).fill(kind === 'LABELMAP' ? 1 : 0x5a),
  });
  return inMemory(`seg-${kind}.dcm`, bytes);
}

function nifti2(): Uint8Array {
  const out = new Uint8Array(544 + 120);
  const view = new DataView(out.buffer);
  view.setInt32(0, 540, true);
  out.set([0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], 4);
  view.setInt16(12, 2, true);
  view.setInt16(14, 8, true);
  [3, 6, 5, 4, 1, 1, 1, 1].forEach((side, at) => {
    view.setBigInt64(16 + 8 * at, BigInt(side), true);
    view.setFloat64(104 + 8 * at, 1, true);
  });
  view.setBigInt64(168, 544n, true);
  view.setInt32(348, 1, true);
  [0, 5, 10].forEach((at) => {
    view.setFloat64(400 + 8 * at, 1.5, true);
  });
  return out;
}

const directory = (): SourceFile =>
  inMemory(
    'DICOMDIR',
    writePart10({
      SOPClassUID: '1.2.840.10008.1.3.10',
      SOPInstanceUID: uidFromName('dir'),
      DirectoryRecordSequence: Array.from({ length: 5 }, (_, at) => ({ DirectoryRecordType: 'IMAGE', ReferencedFileID: ['A', `IM${at}`] })),
    }),
  );

/** Synthetic seeds of every kind, and the small real files when they are there. */
export async function makeSeeds(): Promise<Seed[]> {
  await codecs.NativeCodecs.initializeAsync();
  const ct = plain('plain');
  const zipped = zipSync(Object.fromEntries(await Promise.all(ct.map(async (file) => [file.path, await readWhole(file)] as const))), {
    mtime: '2024-01-01',
  });
  const voxels = Int16Array.from({ length: 120 }, (_, at) => at * 3);
  const real = sharedPath('data/conformance');
  return [
    { name: 'plain', files: ct },
    await compressed('rle', 'encodeRle', '1.2.840.10008.1.2.5'),
    await compressed('jpeg-lossless', 'encodeJpeg', '1.2.840.10008.1.2.4.70'),
    await compressed('jpeg-ls', 'encodeJpegLs', '1.2.840.10008.1.2.4.80'),
    await compressed('jpeg-2000', 'encodeJpeg2000', '1.2.840.10008.1.2.4.90'),
    await compressed('htj2k', 'encodeHtJpeg2000', '1.2.840.10008.1.2.4.201'),
    ...(await Promise.all(
      (['implicit', 'big endian', 'deflated', 'no meta'] as const).map(async (native) => ({
        name: native,
        files: await Promise.all(ct.map(async (file) => inMemory(file.path, recode(await readWhole(file), native)))),
      })),
    )),
    { name: 'crooked', files: crooked() },
    { name: 'film', files: [film()] },
    {
      name: 'baseline',
      files: [inMemory('baseline.dcm', writeEncapsulated(await readWhole(baseline()), encodeBaseline(), '1.2.840.10008.1.2.4.50'))],
    },
    { name: 'enhanced', files: [enhanced()] },
    { name: 'segmentation', files: [segmentation()] },
    { name: 'fractional', files: [segmentation('FRACTIONAL')] },
    { name: 'label map', files: [segmentation('LABELMAP')] },
    { name: 'dicomdir', files: [directory()] },
    { name: 'zip', files: [inMemory('study.zip', zipped)] },
    { name: 'nifti', files: [inMemory('a.nii', writeNifti({ grid, voxels, gzip: false }))] },
    { name: 'nifti-gz', files: [inMemory('a.nii.gz', writeNifti({ grid, voxels, gzip: true }))] },
    { name: 'nifti-2', files: [inMemory('b.nii', nifti2())] },
    { name: 'nifti-2-gz', files: [inMemory('b.nii.gz', gzipSync(nifti2(), { mtime: 0 }))] },
    ...(real ? folderFiles(real) : [])
      .filter((file) => file.size > 200 && file.size <= LARGEST_REAL)
      .map((file) => ({ name: `real ${file.path}`, files: [file] })),
  ];
}
