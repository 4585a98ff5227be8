import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedPath } from '../../../test/shared.ts';
import {
  createRandom,
  type Grid,
  type SourceFile,
  sourceFromBytes,
  UNKNOWN_ACQUISITION,
  UNKNOWN_PATIENT,
  UNKNOWN_SOURCE,
  uidFromName,
  type Volume,
} from '../../core/index.ts';
import { writeCtSeries } from '../../dicom/index.ts';
import { writeNifti } from '../../nifti/index.ts';
import { listSeries, readInput } from './index.ts';

const grid: Grid = { size: [9, 8, 7], spacingMm: [0.7, 0.8, 2.5], originMm: [-10, -20, 30], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

function volumeOf(patientId: string): Volume {
  const random = createRandom(7);
  return {
    grid,
    hu: Int16Array.from({ length: 504 }, () => random.integer({ low: -1024, high: 3071 })),
    source: {
      ...UNKNOWN_SOURCE,
      seriesDescription: 'test',
      patient: { ...UNKNOWN_PATIENT, patientId, sex: 'male', ageYears: 61 },
      acquisition: { ...UNKNOWN_ACQUISITION, kvp: 120, patientPosition: 'HFS' },
    },
  };
}

const volume = volumeOf('A');
const series = (of: Volume, name = 'one', folder?: string): SourceFile[] =>
  writeCtSeries(of, { name, folder }).map((file) => sourceFromBytes(file.path, file.bytes));
const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);

/** File names that tell nothing of the order. */
const shuffled = (files: readonly SourceFile[]): SourceFile[] => files.map((file, at) => ({ ...file, path: `x/${(at * 5) % 7}` }));

describe('readInput', () => {
  it('gives a written series back voxel for voxel, sorted by geometry and not by file name', async () => {
    const reading = await readInput(shuffled(series(volume)));
    expect(reading.issues).toEqual([]);
    expect(reading.volume?.grid).toEqual(grid);
    expect(reading.volume?.hu).toEqual(volume.hu);
    expect(reading.volume?.source).toMatchObject({
      modality: 'CT',
      lossy: false,
      patient: { patientId: 'A', sex: 'male', ageYears: 61 },
      acquisition: { kvp: 120, patientPosition: 'HFS' },
    });
    expect(reading.volume?.source.slices).toHaveLength(7);
    expect(reading.inputHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await readInput(series(volume))).inputHash).toBe(reading.inputHash);
  });

  it('gives a NIfTI image back, plain and gz, and takes the DICOM series when both are there', async () => {
    for (const gzip of [false, true]) {
      const file = sourceFromBytes('a.bin', writeNifti({ grid, voxels: volume.hu, gzip }));
      const reading = await readInput([file]);
      expect(reading.issues).toEqual([]);
      expect(reading.volume?.hu).toEqual(volume.hu);
      reading.volume?.grid.originMm.forEach((value, at) => {
        expect(value).toBeCloseTo(grid.originMm[at], 5);
      });
      expect(codes((await readInput([file, ...series(volume)])).issues)).toEqual(['intake-nifti-left-out']);
    }
  });

  it('says of an empty folder that it is empty', async () => {
    expect(await readInput([])).toMatchObject({ volume: null, issues: [{ code: 'intake-empty', severity: 'error' }] });
  });

  it('names a text file that is called .dcm and reads the rest', async () => {
    const text = sourceFromBytes('notes.dcm', new TextEncoder().encode('These are notes and no image. '.repeat(20)));
    const alone = await readInput([text]);
    expect(codes(alone.issues)).toEqual(['dicom-not-dicom', 'intake-empty']);
    const beside = await readInput([text, ...series(volume)]);
    expect(beside.volume?.hu).toEqual(volume.hu);
    expect(codes(beside.issues)).toEqual(['dicom-not-dicom']);
  });

  it('leaves a truncated slice out, names it, and interpolates its place', async () => {
    const files = writeCtSeries(volume, { name: 'one' }).map((file, at) =>
      sourceFromBytes(file.path, at === 3 ? file.bytes.subarray(0, file.bytes.length - 20) : file.bytes),
    );
    const reading = await readInput(files);
    expect(codes(reading.issues)).toEqual(['dicom-truncated', 'dicom-missing-slice']);
    expect(reading.issues[0]).toMatchObject({ where: 'IM00004.dcm', severity: 'warning' });
    expect(reading.volume?.grid).toEqual(grid);
    expect(reading.volume?.hu[3 * 72]).toBe(Math.round((volume.hu[2 * 72] + volume.hu[4 * 72]) / 2));
    expect(reading.volume?.hu.subarray(4 * 72)).toEqual(volume.hu.subarray(4 * 72));
  });

  it('says where a slice is missing', async () => {
    const reading = await readInput(series(volume).filter((_, at) => at !== 2));
    expect(reading.issues).toMatchObject([
      { code: 'dicom-missing-slice', severity: 'warning', received: '1 missing, first after slice 2' },
    ]);
    expect(reading.volume?.grid.size).toEqual([9, 8, 7]);
  });

  it('names a file that the machine does not give, without its path, and reads the rest', async () => {
    const denied = (): Promise<never> => Promise.reject(Object.assign(new Error('EACCES: open /home/someone/x'), { code: 'EACCES' }));
    // Denied from the start, and only when its pixels are asked for.
    const at = (which: number, from: number): SourceFile[] =>
      series(volume).map((file, slice) =>
        slice === which ? { ...file, read: (range) => (range.offset < from ? file.read(range) : denied()) } : file,
      );
    for (const from of [0, 300]) {
      const reading = await readInput(at(3, from));
      expect(codes(reading.issues)).toEqual(['input-unreadable', 'dicom-missing-slice']);
      expect(reading.issues[0]).toMatchObject({ where: 'IM00004.dcm', severity: 'warning', received: 'EACCES' });
      expect(JSON.stringify(reading.issues)).not.toContain('someone');
      expect(reading.volume?.grid).toEqual(grid);
    }
    const nifti = sourceFromBytes('a.nii', writeNifti({ grid, voxels: volume.hu, gzip: false }));
    const only = await readInput([{ ...nifti, read: (range) => (range.length < 5000 ? nifti.read(range) : denied()), size: 6000 }]);
    expect(only.volume).toBeNull();
    expect(codes(only.issues)).toContain('input-unreadable');
  });

  it('keeps files of one name in two folders apart', async () => {
    const other: Volume = { ...volumeOf('A'), hu: volume.hu.map((hu) => (hu === 3071 ? 0 : hu + 1)) };
    const reading = await readInput([...series(volume), ...series(other, 'two')]);
    expect(reading.series).toHaveLength(2);
    const chosen = reading.volume!.source.seriesInstanceUid === uidFromName('one series') ? volume : other;
    expect(reading.volume?.hu).toEqual(chosen.hu);
  });

  it('says of a damaged gz that it is damaged', async () => {
    const bytes = writeNifti({ grid, voxels: volume.hu, gzip: true });
    // The checksum in the trailer, so that everything unfolds as it should.
    bytes[bytes.length - 8] ^= 1;
    const { volume: none, issues } = await readInput([sourceFromBytes('a.nii.gz', bytes)]);
    expect([none, codes(issues)]).toEqual([null, ['nifti-damaged']]);
  });

  it('refuses two patients, and reads one of them when that is allowed', async () => {
    const both = [...series(volume), ...series(volumeOf('B'), 'two', 'b')];
    const refused = await readInput(both);
    expect(refused.volume).toBeNull();
    expect(refused.issues).toContainEqual(expect.objectContaining({ code: 'dicom-mixed-patients', severity: 'error' }));
    expect(JSON.stringify(refused.issues)).not.toMatch(/"A"|"B"/);
    const allowed = await readInput(both, { allowMixedPatients: true });
    expect(allowed.volume?.source.patient.patientId).toMatch(/^[AB]$/);
    expect(allowed.issues).toContainEqual(expect.objectContaining({ code: 'dicom-mixed-patients', severity: 'warning' }));
  });
});

function folderFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => sourceFromBytes(name, new Uint8Array(readFileSync(join(folder, name)))));
}

const real = (relative: string): { path: string; skip: boolean } => {
  const path = sharedPath(`data/${relative}`);
  if (!path) console.warn(`skipped: ${relative} is not beside the project`);
  return { path: path ?? '', skip: path === null };
};

describe('real files', () => {
  const chest = real('lidc0001_chest');
  it.skipIf(chest.skip)('reads a chest CT of 133 slices, 2.5 mm apart', async () => {
    const reading = await readInput(folderFiles(chest.path));
    expect(reading.issues).toEqual([]);
    expect(reading.volume?.grid).toMatchObject({
      size: [512, 512, 133],
      spacingMm: [0.703125, 0.703125, 2.5],
      originMm: [-166, -171.699997, -340],
    });
  });

  const tilted = real('dcm_qa_ct/GE');
  it.skipIf(tilted.skip)('finds the tilt and the uneven gaps of a head CT', async () => {
    const reading = await readInput(folderFiles(tilted.path));
    expect(codes(reading.issues)).toEqual(['dicom-gantry-tilt', 'dicom-uneven-spacing']);
    expect(reading.issues[0].received).toBe('18.50 degrees (the header says 18.5)');
  });

  const mr = real('conformance/pydicom_test_files/MR_small.dcm');
  it.skipIf(mr.skip)('names an MR series and analyses nothing', async () => {
    const { volume: none, issues } = await readInput([sourceFromBytes('mr', new Uint8Array(readFileSync(mr.path)))]);
    expect(none).toBeNull();
    expect(codes(issues)).toEqual(['dicom-not-ct', 'intake-nothing-to-analyze']);
  });

  const body = real('totalseg/example_ct_dicom');
  it.skipIf(body.skip)('lists without decoding', async () => {
    const { series: found } = await listSeries(folderFiles(body.path));
    expect(found).toMatchObject([{ instances: 20, size: [512, 512, 20], spacingMm: [0.9765625, 0.9765625, 2], chosen: true }]);
  });
});
