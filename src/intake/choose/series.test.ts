import { describe, expect, it } from 'vitest';
import { type MadeSeries, makeSlices } from '../../../test/fixtures/slices.ts';
import { realFile } from '../../../test/shared-files.ts';
import { type Reading, type SourceFile, sourceFromBytes, uidFromName, type Vector3 } from '../../core/index.ts';
import { writePart10 } from '../../dicom/index.ts';
import { readInput } from '../read/index.ts';

const AXIAL = [1, 0, 0, 0, 1, 0];
const constant = (value: number, count = 16): Int16Array => new Int16Array(count).fill(value);

/** A stack of 4 x 4 slices whose value is `base` plus the slice number. */
function stack(
  name: string,
  options: {
    heights: readonly number[];
    base?: number;
    extra?: MadeSeries['extra'];
    each?: (at: number) => MadeSeries['extra'];
    side?: number;
    orientation?: readonly number[];
  },
): SourceFile[] {
  const { heights, base = 0, extra, each, side = 4, orientation = AXIAL } = options;
  return makeSlices({
    name,
    rows: side,
    columns: side,
    orientation,
    spacingMm: [1, 1],
    extra,
    slices: heights.map((height, at) => ({
      positionMm: [0, 0, height] as Vector3,
      pixels: constant(base + at, side * side),
      extra: each?.(at),
    })),
  });
}

const line = (count: number, step = 2, from = 0): number[] => Array.from({ length: count }, (_, at) => from + at * step);
const codes = ({ issues }: Reading): string[] => issues.map((each) => each.code);
const columnOf = ({ volume }: Reading): number[] =>
  Array.from({ length: volume!.grid.size[2] }, (_, k) => volume!.hu[k * volume!.grid.size[0] * volume!.grid.size[1]]);
const named = (files: SourceFile[], name: string): SourceFile[] => files.map((file, at) => ({ ...file, path: `${name}/${at}` }));

describe('one series that is several', () => {
  it('splits two passes over the same body by acquisition, and reads one', async () => {
    const SeriesInstanceUID = uidFromName('one series');
    const first = stack('first', { heights: line(5), base: 100, extra: { SeriesInstanceUID, AcquisitionNumber: 1 } });
    const second = stack('second', { heights: line(5), base: 500, extra: { SeriesInstanceUID, AcquisitionNumber: 2 } });
    const reading = await readInput([...second, ...first]);
    expect(columnOf(reading)).toEqual([100, 101, 102, 103, 104]);
    expect(reading.series.map((each) => [each.chosen, each.reason])).toEqual([
      [true, 'chosen (several passes, told apart by acquisition)'],
      [false, 'as good as the chosen one; the lower series number was taken (several passes, told apart by acquisition)'],
    ]);
    expect(codes(reading)).toEqual(['dicom-series-left-out']);
  });

  it('splits passes that interleave without sharing a position', async () => {
    const SeriesInstanceUID = uidFromName('interleaved');
    const first = stack('first', { heights: line(5), base: 100, extra: { SeriesInstanceUID, AcquisitionNumber: 1 } });
    const second = stack('second', { heights: line(5, 2, 0.7), base: 500, extra: { SeriesInstanceUID, AcquisitionNumber: 2 } });
    expect(columnOf(await readInput([...first, ...second]))).toEqual([100, 101, 102, 103, 104]);
  });

  it('keeps acquisitions that follow one another together', async () => {
    const SeriesInstanceUID = uidFromName('in a row');
    const first = stack('first', { heights: line(5), base: 100, extra: { SeriesInstanceUID, AcquisitionNumber: 1 } });
    const second = stack('second', { heights: line(5, 2, 10), base: 500, extra: { SeriesInstanceUID, AcquisitionNumber: 2 } });
    const reading = await readInput([...first, ...second]);
    expect(columnOf(reading)).toEqual([100, 101, 102, 103, 104, 500, 501, 502, 503, 504]);
    expect(codes(reading)).toEqual([]);
  });

  it('splits phases by time', async () => {
    const SeriesInstanceUID = uidFromName('phases');
    const phase = (at: number): SourceFile[] =>
      stack(`phase ${at}`, { heights: line(4), base: 100 * at, extra: { SeriesInstanceUID, TemporalPositionIdentifier: at } });
    const reading = await readInput([...phase(3), ...phase(1), ...phase(2)]);
    expect(reading.series.filter((each) => each.reason.includes('told apart by time'))).toHaveLength(3);
    expect(columnOf(reading)).toEqual([100, 101, 102, 103]);
  });

  it('splits matrix sizes and directions, and takes the longer stack', async () => {
    const SeriesInstanceUID = uidFromName('mixed');
    const small = stack('small', { heights: line(3), side: 2, extra: { SeriesInstanceUID } });
    const coronal = stack('coronal', { heights: [0], orientation: [1, 0, 0, 0, 0, -1], extra: { SeriesInstanceUID } });
    const reading = await readInput([...coronal, ...small, ...stack('large', { heights: line(6), base: 9, extra: { SeriesInstanceUID } })]);
    expect(columnOf(reading)).toEqual([9, 10, 11, 12, 13, 14]);
    expect(codes(reading)).toEqual(['dicom-series-left-out', 'dicom-series-left-out']);
  });

  it('says that two slices lie at one place when nothing tells them apart', async () => {
    const SeriesInstanceUID = uidFromName('twice');
    const again = stack('again', { heights: [4], base: 900, extra: { SeriesInstanceUID, InstanceNumber: 99 } });
    const reading = await readInput([...stack('main', { heights: line(4), extra: { SeriesInstanceUID } }), ...again]);
    expect(codes(reading)).toEqual(['dicom-duplicate-position']);
    expect(columnOf(reading)).toEqual([0, 1, 2, 3]);
  });

  it('takes an instance that was sent twice once', async () => {
    const files = stack('sent', { heights: line(4) });
    const reading = await readInput([...files, ...named(files, 'copy')]);
    expect(codes(reading)).toEqual(['dicom-duplicate']);
    expect(columnOf(reading)).toEqual([0, 1, 2, 3]);
  });

  it('leaves localizers out', async () => {
    const SeriesInstanceUID = uidFromName('with scout');
    const scout = stack('scout', { heights: [0], side: 8, extra: { SeriesInstanceUID, ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] } });
    const reading = await readInput([...scout, ...stack('body', { heights: line(4), extra: { SeriesInstanceUID } })]);
    expect(codes(reading)).toEqual(['dicom-localizer-left-out']);
    expect(reading.volume?.grid.size).toEqual([4, 4, 4]);
  });
});

describe('spacing', () => {
  it('comes from positions and not from SliceThickness', async () => {
    const reading = await readInput(stack('thick', { heights: line(4, 1.5), extra: { SliceThickness: 5 } }));
    expect(reading.volume?.grid.spacingMm).toEqual([1, 1, 1.5]);
    expect(reading.volume?.source.acquisition.sliceThicknessMm).toBe(5);
  });

  it('is not taken for uneven when positions are rounded', async () => {
    const heights = Array.from({ length: 20 }, (_, at) => Math.round(at * 0.625 * 10) / 10);
    const reading = await readInput(stack('rounded', { heights }));
    expect(codes(reading)).toEqual([]);
    expect(reading.volume?.grid.spacingMm[2]).toBeCloseTo(0.626, 3);
  });

  it('interpolates uneven gaps and says so', async () => {
    const reading = await readInput(
      stack('uneven', { heights: [0, 2, 4, 7, 10], base: 0, each: (at) => ({ RescaleIntercept: [0, 2, 4, 7, 10][at] * 10 - at }) }),
    );
    expect(codes(reading)).toEqual(['dicom-uneven-spacing']);
    expect(columnOf(reading)).toEqual([0, 20, 40, 60, 80, 100]);
  });

  it('cuts at a gap too wide to fill, and keeps the longer part', async () => {
    const reading = await readInput(stack('gap', { heights: [...line(4), ...line(7, 2, 40)] }));
    expect(codes(reading)).toEqual(['dicom-missing-slice']);
    expect(columnOf(reading)).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a pile as hospitals send it', () => {
  const PT = { Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', RescaleSlope: 2.5 };
  const MR = { Modality: 'MR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.4' };

  it('takes the CT of a PET-CT, and says that the PET is none', async () => {
    const reading = await readInput([...stack('pet', { heights: line(9), base: 900, extra: PT }), ...stack('ct', { heights: line(5) })]);
    expect(columnOf(reading)).toEqual([0, 1, 2, 3, 4]);
    expect(reading.series.map(({ modality, chosen, reason }) => [modality, chosen, reason]).sort()).toEqual([
      ['CT', true, 'chosen'],
      ['PT', false, 'modality PT'],
    ]);
    expect(codes(reading)).toEqual(['dicom-not-ct']);
  });

  it('analyses nothing of an MR, whether its class or its modality says so', async () => {
    for (const extra of [MR, { Modality: 'MR' }, { SOPClassUID: MR.SOPClassUID }]) {
      const reading = await readInput(stack('mr', { heights: line(5), extra }));
      expect(reading.volume).toBeNull();
      expect(codes(reading)).toEqual(['dicom-not-ct', 'intake-nothing-to-analyze']);
    }
  });

  it.each(['Z_EFF', 'ED', 'PCT'])('leaves a map of %s out of the choice: its numbers are no HU', async (RescaleType) => {
    const map = stack('map', { heights: line(9), base: 900, extra: { RescaleType } });
    const reading = await readInput([...map, ...stack('ct', { heights: line(5), extra: { RescaleType: 'HU' } })]);
    expect(columnOf(reading)).toEqual([0, 1, 2, 3, 4]);
    expect(reading.issues).toMatchObject([{ code: 'dicom-not-hu', received: expect.stringContaining(RescaleType) as unknown }]);
  });

  it('does not believe a rescale that gives no HU of anything', async () => {
    const reading = await readInput(stack('steep', { heights: line(3), extra: { RescaleSlope: 1e30 } }));
    expect([reading.volume, codes(reading)]).toEqual([null, ['dicom-not-hu', 'intake-nothing-to-analyze']]);
  });

  it('warns when no rescale is stated, and takes the stored values', async () => {
    const extra = { RescaleSlope: undefined, RescaleIntercept: undefined };
    const reading = await readInput(stack('bare', { heights: line(3), base: 40, extra }));
    expect(reading.issues).toMatchObject([{ code: 'dicom-no-rescale', severity: 'warning', received: 'none in 3 of 3 slices' }]);
    expect(columnOf(reading)).toEqual([40, 41, 42]);
  });

  it('says that a series was stored with loss', async () => {
    const reading = await readInput(stack('lossy', { heights: line(3), each: (at) => (at === 1 ? { LossyImageCompression: '01' } : {}) }));
    expect(reading.issues).toMatchObject([{ code: 'dicom-lossy', severity: 'note', received: '1 of 3 slices stored with loss' }]);
    expect(reading.volume?.source.lossy).toBe(true);
  });

  it.each([
    ['pixels of a nanometre', { PixelSpacing: [1e-9, 1e-9] }],
    ['pixels of a metre', { PixelSpacing: [1000, 1000] }],
    ['a place a mile away', { ImagePositionPatient: [0, 0, 1.6e6] }],
  ])('does not believe %s', async (_, extra) => {
    const reading = await readInput(stack('odd', { heights: line(3), each: () => extra }));
    expect([reading.volume, codes(reading)]).toEqual([null, ['dicom-bad-geometry', 'intake-nothing-to-analyze']]);
  });

  it.each([
    ['no pixel spacing', { PixelSpacing: undefined }],
    ['a spacing of zero', { PixelSpacing: [0, 0] }],
    ['no position', { ImagePositionPatient: undefined }],
    ['cosines that are none', { ImageOrientationPatient: [1, 1, 0, 0, 1, 0] }],
  ])('names slices with %s', async (_, extra) => {
    const reading = await readInput(stack('bare', { heights: line(3), each: () => extra }));
    expect([reading.volume, codes(reading)]).toEqual([null, ['dicom-no-geometry', 'intake-nothing-to-analyze']]);
  });

  it('does not take slices an arm apart for one scan, nor their reach for coverage', async () => {
    const far = await readInput([
      ...stack('far', { heights: [0, 2, 4, 90_000], base: 900 }),
      ...stack('body', { heights: line(5), base: 10 }),
    ]);
    expect(columnOf(far)).toEqual([10, 11, 12, 13, 14]);
    const alone = await readInput(stack('far', { heights: [0, 2, 4, 90_000] }));
    expect([columnOf(alone), codes(alone)]).toEqual([[0, 1, 2], ['dicom-missing-slice']]);
  });

  it('reads whole frames of pixel data that is said to be longer than the file, and says so', async () => {
    const files = stack('long', { heights: line(3) });
    const bytes = (await files[1].read({ offset: 0, length: files[1].size })).slice();
    new DataView(bytes.buffer).setUint32(bytes.length - 32 - 4, 0xfffffff0, true);
    const reading = await readInput([files[0], sourceFromBytes(files[1].path, bytes), files[2]]);
    expect(reading.issues).toMatchObject([
      { code: 'dicom-pixel-length', where: files[1].path, expected: '4294967280 bytes of pixel data, as declared' },
    ]);
    expect(columnOf(reading)).toEqual([0, 1, 2]);
  });
});

describe('the series worth analysing', () => {
  const cases: readonly [string, MadeSeries['extra'], MadeSeries['extra'], string][] = [
    ['original before derived', { ImageType: ['DERIVED', 'SECONDARY', 'AXIAL'] }, {}, 'derived from another series'],
    [
      'soft before sharp kernel',
      { ConvolutionKernel: 'BONE' },
      { ConvolutionKernel: 'STANDARD' },
      'sharp kernel: noise and overshoot at edges',
    ],
    ['without before with contrast', { ContrastBolusAgent: 'IV' }, {}, 'contrast given, and one without is there'],
  ];
  it.each(cases)('is chosen by rule: %s', async (_, worse, better, reason) => {
    const reading = await readInput([
      ...stack('worse', { heights: line(5), extra: worse }),
      ...stack('better', { heights: line(5), base: 50, extra: better }),
    ]);
    expect(columnOf(reading)[0]).toBe(50);
    expect(reading.series.find((each) => !each.chosen)?.reason).toBe(reason);
  });

  it('covers more before it is thinner, and is thinner at the same coverage', async () => {
    const long = await readInput([...stack('thin', { heights: line(10, 1) }), ...stack('long', { heights: line(10, 4), base: 50 })]);
    expect(columnOf(long)[0]).toBe(50);
    const thin = await readInput([...stack('thin', { heights: line(37, 1) }), ...stack('long', { heights: line(10, 4), base: 50 })]);
    expect(columnOf(thin)).toHaveLength(37);
  });

  it('is another one when that is asked for', async () => {
    const files = [...stack('a', { heights: line(9) }), ...stack('b', { heights: line(5), base: 50 })];
    expect(columnOf(await readInput(files, { series: uidFromName('b') }))[0]).toBe(50);
    expect(codes(await readInput(files, { series: '1.2.3' }))).toContain('dicom-series-not-there');
  });
});

function enhanced(stacks: readonly { id: string; heights: readonly number[]; base: number }[]): SourceFile {
  const frames = stacks.flatMap(({ id, heights, base }) => heights.map((height, at) => ({ id, height, value: base + at })));
  const pixels = new Int16Array(frames.length * 16);
  frames.forEach(({ value }, at) => {
    pixels.fill(value, at * 16, (at + 1) * 16);
  });
  const bytes = writePart10({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2.1',
    SOPInstanceUID: uidFromName('enhanced'),
    SeriesInstanceUID: uidFromName('enhanced series'),
    Modality: 'CT',
    NumberOfFrames: frames.length,
    Rows: 4,
    Columns: 4,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: AXIAL }],
        PixelMeasuresSequence: [{ PixelSpacing: [0.5, 0.25], SliceThickness: 9 }],
      },
    ],
    PerFrameFunctionalGroupsSequence: frames.map(({ id, height }, at) => ({
      FrameContentSequence: [{ StackID: id }],
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, height] }],
      PixelValueTransformationSequence: [{ RescaleSlope: 1, RescaleIntercept: at % 2 === 0 ? 0 : 1000, RescaleType: 'HU' }],
    })),
    PixelData: new Uint8Array(pixels.buffer),
  });
  return sourceFromBytes('enhanced', bytes);
}

describe('enhanced multi-frame CT', () => {
  it('sorts its frames by place and takes each frame by its own rescale', async () => {
    const reading = await readInput([enhanced([{ id: '1', heights: [6, 0, 4, 2], base: 10 }])]);
    expect(columnOf(reading)).toEqual([1011, 1013, 12, 10]);
    expect(reading.volume?.grid.spacingMm).toEqual([0.25, 0.5, 2]);
    expect(reading.volume?.source.slices.map((slice) => slice.frame)).toEqual([2, 4, 3, 1]);
    expect(codes(reading)).toEqual([]);
  });

  it('keeps stacks apart', async () => {
    const reading = await readInput([
      enhanced([
        { id: '1', heights: line(4), base: 0 },
        { id: '2', heights: line(6), base: 100 },
      ]),
    ]);
    expect(reading.series.map((each) => each.size?.[2])).toEqual([4, 6]);
    expect(columnOf(reading)).toHaveLength(6);
  });

  const real = realFile('conformance/pydicom_data/eCT_Supplemental.dcm');
  it.skipIf(real.skip)('reads a real one', async () => {
    const reading = await readInput([real.file()]);
    expect(reading.volume?.source.modality).toBe('CT');
    expect(reading.volume?.source.slices.length).toBe(reading.volume?.grid.size[2]);
  });
});
