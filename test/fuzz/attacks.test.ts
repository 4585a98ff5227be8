import { deflateSync, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readWhole, type SourceFile, sourceFromBytes, uidFromName } from '../../src/core/index.ts';
import { writePart10 } from '../../src/dicom/index.ts';
import { readInput, readLabels, readRadiographs } from '../../src/intake/index.ts';
import { recode } from '../fixtures/recode.ts';
import { makeSlices } from '../fixtures/slices.ts';

/**
 * One test per class of attack that other readers fell to, named after its report. Each asks for a named issue, no
 * throw, and no memory or time out of proportion to the bytes that came in.
 */
const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);

const slice = (extra = {}): SourceFile =>
  makeSlices({
    name: 'attack',
    rows: 4,
    columns: 4,
    orientation: [1, 0, 0, 0, 1, 0],
    spacingMm: [1, 1],
    slices: [{ positionMm: [0, 0, 0], pixels: new Int16Array(16).fill(7) }],
    extra: { SliceThickness: 1, ...extra },
  })[0];
const bytesOf = (extra = {}): Promise<Uint8Array> => readWhole(slice(extra));
const input = (bytes: Uint8Array, name = 'attack'): SourceFile => sourceFromBytes(name, bytes);

/** Finds an attribute of an explicit little endian file; where its header begins. */
function find(bytes: Uint8Array, group: number, element: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 132; at + 8 < bytes.length; at++)
    if (view.getUint16(at, true) === group && view.getUint16(at + 2, true) === element && bytes[at + 4] >= 65 && bytes[at + 4] <= 90)
      return at;
  throw new Error('no such attribute');
}

/** Array buffers that the process holds after the call, MB, above what it held before. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  await work();
  return (process.memoryUsage().arrayBuffers - before) / 2 ** 20;
}

const inTime = async <T>(work: () => Promise<T>): Promise<T> => {
  const started = process.cpuUsage();
  const value = await work();
  const used = process.cpuUsage(started);
  expect((used.user + used.system) / 1000).toBeLessThan(1000);
  return value;
};

describe('attacks that other readers fell to', () => {
  it.each([
    ['MZ', [0x4d, 0x5a]],
    ['ELF', [0x7f, 0x45, 0x4c, 0x46]],
    ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe]],
    ['TIFF', [0x49, 0x49, 0x2a, 0x00]],
  ])('CVE-2019-11687: a preamble that is a program or another file (%s) is read over and never written back', async (_, magic) => {
    const bytes = await bytesOf();
    bytes.set(magic, 0);
    const { volume } = await readInput([input(bytes)]);
    expect(volume?.hu[0]).toBe(7);
    expect([...writePart10({ SOPClassUID: '1.2', SOPInstanceUID: '1.3' }).subarray(0, 128)].every((byte) => byte === 0)).toBe(true);
  });

  it('Orthanc, of CVE-2026-5437 to 5445: a meta header whose length points past the file', async () => {
    const bytes = await bytesOf();
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(140, 0xfffffff0, true);
    // The group length is not believed: the group ends where another begins.
    expect((await readInput([input(bytes)])).volume?.hu[0]).toBe(7);
    const cut = bytes.subarray(0, 200);
    expect(codes((await readInput([input(cut)])).issues)).toContain('dicom-truncated');
  });

  it('Orthanc, of CVE-2026-5437 to 5445: a gzip bomb as NIfTI is stopped by what its header has room for', async () => {
    const bomb = gzipSync(new Uint8Array(64 * 2 ** 20), { level: 9, mtime: 0 });
    const grown = await growth(async () =>
      expect(codes((await inTime(() => readInput([input(bomb)]))).issues)).toEqual(['intake-skipped', 'intake-empty']),
    );
    expect(grown).toBeLessThan(8);
  });

  it('Orthanc, of CVE-2026-5437 to 5445: a deflated data set that unfolds without end is cut at its cap', async () => {
    const file = recode(await bytesOf(), 'deflated');
    const head = file.subarray(0, find(file, 2, 0x10) + 8 + 22);
    const bomb = deflateSync(new Uint8Array(80 * 2 ** 20), { level: 9 });
    const bytes = new Uint8Array(head.length + bomb.length);
    bytes.set(head);
    bytes.set(bomb, head.length);
    const { volume, issues } = await readInput([input(bytes)]);
    expect(volume).toBeNull();
    expect(issues.length).toBeGreaterThan(0);
  });

  it('Orthanc, of CVE-2026-5437 to 5445: Rows and Columns as UL, so that their product overflows', async () => {
    const bytes = await bytesOf();
    const at = find(bytes, 0x28, 0x10);
    // US of 2 bytes becomes UL of 4: the two attributes are written over with one each of 6 bytes of header and 4 of value.
    const wide = new Uint8Array(bytes.length + 4);
    const view = new DataView(wide.buffer);
    wide.set(bytes.subarray(0, at));
    for (const [index, element] of [0x10, 0x11].entries()) {
      const to = at + 12 * index;
      view.setUint16(to, 0x28, true);
      view.setUint16(to + 2, element, true);
      wide.set([0x55, 0x4c], to + 4);
      view.setUint16(to + 6, 4, true);
      view.setUint32(to + 8, 0xffffffff, true);
    }
    wide.set(bytes.subarray(at + 20), at + 24);
    const { volume, issues } = await inTime(() => readInput([input(wide)]));
    expect(volume).toBeNull();
    expect(codes(issues)).toContain('dicom-bad-format');
  });

  it('Orthanc, of CVE-2026-5437 to 5445: a frame that is announced and not there allocates nothing', async () => {
    const bytes = await bytesOf({ Rows: 65535, Columns: 65535 });
    const grown = await growth(async () => expect(codes((await readInput([input(bytes)])).issues)).toContain('dicom-bad-format'));
    expect(grown).toBeLessThan(2);
    const many = await bytesOf({ NumberOfFrames: 99_999, Rows: 4000, Columns: 4000 });
    expect(await growth(async () => expect(codes((await readInput([input(many)])).issues)).toContain('dicom-truncated'))).toBeLessThan(64);
  });

  it('Orthanc, of CVE-2026-5437 to 5445: a lookup table index outside its table takes the last entry and no memory beside it', async () => {
    const film = writePart10({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.1',
      SOPInstanceUID: uidFromName('lut'),
      Modality: 'CR',
      Rows: 1,
      Columns: 2,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      BitsAllocated: 16,
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 0,
      ModalityLUTSequence: [{ LUTDescriptor: [65535, 0, 16], ModalityLUTType: 'US', LUTData: new Uint8Array(Uint16Array.of(3, 9).buffer) }],
      PixelData: new Uint8Array(Uint16Array.of(0, 60000).buffer),
    });
    expect([...(await readRadiographs([input(film)])).radiographs[0].values]).toEqual([3, 9]);
  });

  it('GDCM CVE-2026-3650: an odd VR in the meta header with a huge length', async () => {
    const bytes = await bytesOf();
    const at = find(bytes, 2, 0x10);
    bytes.set([0x5a, 0x5a, 0, 0], at + 4);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at + 8, 0xfffffff0, true);
    const grown = await growth(async () => expect(codes((await readInput([input(bytes)])).issues)).toContain('dicom-truncated'));
    expect(grown).toBeLessThan(2);
  });

  it('dicom-rs: a value length beyond the file is an issue with its offset, before anything is allocated', async () => {
    const bytes = await bytesOf({ ImageComments: 'x'.repeat(40) });
    const at = find(bytes, 0x20, 0x4000);
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(at + 6, 0xfffe, true);
    const { issues } = await readInput([input(bytes)]);
    expect(issues).toContainEqual(expect.objectContaining({ code: 'dicom-truncated', expected: `at least ${at + 8 + 0xfffe} bytes` }));
  });

  it('sequences nested without end are not followed without end', async () => {
    const depth = 20_000;
    const nest = new Uint8Array(depth * 20);
    const view = new DataView(nest.buffer);
    for (let level = 0; level < depth; level++) {
      const at = level * 20;
      view.setUint16(at, 0x0008, true);
      view.setUint16(at + 2, 0x1140, true);
      nest.set([0x53, 0x51], at + 4);
      view.setUint32(at + 8, 0xffffffff, true);
      view.setUint16(at + 12, 0xfffe, true);
      view.setUint16(at + 14, 0xe000, true);
      view.setUint32(at + 16, 0xffffffff, true);
    }
    const plain = await bytesOf();
    const cut = find(plain, 8, 0x60);
    const bytes = new Uint8Array(cut + nest.length);
    bytes.set(plain.subarray(0, cut));
    bytes.set(nest, cut);
    expect(codes((await inTime(() => readInput([input(bytes)]))).issues)).toContain('dicom-malformed');
  });

  it('a file of nothing but empty attributes ends soon', async () => {
    const plain = await bytesOf();
    const cut = find(plain, 8, 0x60);
    const bytes = new Uint8Array(8 * 2 ** 20);
    bytes.set(plain.subarray(0, cut));
    expect(codes((await inTime(() => readInput([input(bytes)]))).issues)).toContain('dicom-malformed');
  });

  it('NIfTI: sides, offset and scale that lie', async () => {
    const nifti = (patch: (view: DataView) => void): SourceFile => {
      const bytes = new Uint8Array(352 + 8);
      const view = new DataView(bytes.buffer);
      view.setInt32(0, 348, true);
      [3, 2, 2, 2, 1, 1, 1, 1].forEach((side, at) => {
        view.setInt16(40 + 2 * at, side, true);
        view.setFloat32(76 + 4 * at, 1, true);
      });
      view.setInt16(70, 2, true);
      view.setFloat32(108, 352, true);
      view.setFloat32(112, 1, true);
      view.setInt16(254, 1, true);
      [280, 300, 320].forEach((at) => {
        view.setFloat32(at, 1, true);
      });
      bytes.set([0x6e, 0x2b, 0x31, 0], 344);
      patch(view);
      return input(bytes, 'a.nii');
    };
    const issuesOf = async (patch: (view: DataView) => void): Promise<string[]> => codes((await readInput([nifti(patch)])).issues);
    expect(await issuesOf(() => {})).toEqual([]);
    expect(await issuesOf((view) => view.setInt16(42, 32767, true))).toEqual(['nifti-truncated']);
    expect(await issuesOf((view) => view.setInt16(42, -5, true))).toEqual(['nifti-bad-header']);
    expect(await issuesOf((view) => view.setFloat32(108, Number.NaN, true))).toEqual(['nifti-bad-header']);
    expect(await issuesOf((view) => view.setFloat32(108, 1e30, true))).toEqual(['nifti-too-large']);
    expect(await issuesOf((view) => view.setFloat32(112, Number.POSITIVE_INFINITY, true))).toEqual([]);
    expect(await issuesOf((view) => view.setFloat32(280, 0, true))).toEqual(['nifti-sform-unusable', 'nifti-no-geometry']);
  });

  it('a segmentation with two frames a mile apart does not fill the mile', async () => {
    const seg = writePart10({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
      SOPInstanceUID: uidFromName('far'),
      Modality: 'SEG',
      SegmentationType: 'BINARY',
      NumberOfFrames: 2,
      Rows: 512,
      Columns: 512,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      BitsAllocated: 1,
      BitsStored: 1,
      HighBit: 0,
      PixelRepresentation: 0,
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
          PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 0.01 }],
        },
      ],
      PerFrameFunctionalGroupsSequence: [0, 1_600_000].map((height) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, height] }],
      })),
      PixelData: new Uint8Array(65536),
    });
    const { volume } = await readInput([slice()]);
    const grown = await growth(async () => expect(codes((await readLabels([input(seg)], volume!)).issues)).toContain('seg-no-geometry'));
    expect(grown).toBeLessThan(64);
  });

  it('a patient called <script> and a prototype key stay text', async () => {
    const { volume } = await readInput([slice({ PatientName: '<script>^__proto__', PatientID: '__proto__' })]);
    expect(volume?.source.patient).toMatchObject({ patientName: '<script>^__proto__', patientId: '__proto__' });
  });
});
