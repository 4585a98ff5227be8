import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Grid, UNKNOWN_ACQUISITION, UNKNOWN_PATIENT, UNKNOWN_SOURCE, type Volume } from '../../core/index.ts';
import { writeCtSeries } from './index.ts';

const grid: Grid = { size: [5, 4, 3], spacingMm: [0.7, 0.8, 2.5], originMm: [-10, -20, 30], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const volume: Volume = {
  grid,
  hu: Int16Array.from({ length: 60 }, (_, at) => at * 37 - 1024),
  source: {
    ...UNKNOWN_SOURCE,
    seriesDescription: 'Überprüfung',
    patient: { ...UNKNOWN_PATIENT, patientId: 'P1', patientName: 'Phantom^A', sex: 'female', ageYears: 34 },
    acquisition: { ...UNKNOWN_ACQUISITION, kvp: 120, patientPosition: 'HFS', bodyPartExamined: 'ABDOMEN' },
  },
};

const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

describe('a CT series as written', () => {
  let folder = '';
  const files = writeCtSeries(volume, { name: 'ct test', studyDate: '20240102', studyTime: '101112' });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'calcimap-ct-'));
    for (const file of files) writeFileSync(join(folder, file.path), file.bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is one file per slice and the same bytes each time', () => {
    expect(files.map((file) => file.path)).toEqual(['IM00001.dcm', 'IM00002.dcm', 'IM00003.dcm']);
    expect(writeCtSeries(volume, { name: 'ct test', studyDate: '20240102', studyTime: '101112' })).toEqual(files);
  });

  it.skipIf(!has('dciodvfy'))('passes dciodvfy without an error (skipped when dicom3tools is missing)', () => {
    for (const file of files) {
      const run = spawnSync('dciodvfy', [join(folder, file.path)], { encoding: 'utf8' });
      expect(run.stderr).not.toMatch(/^Error/m);
      expect(run.status).toBe(0);
    }
  });

  it.skipIf(!has('/usr/bin/python3'))('is read by pydicom with the same pixels and geometry (skipped without python3-pydicom)', () => {
    const script = `import pydicom,json;d=pydicom.dcmread(${JSON.stringify(join(folder, files[2].path))})
print(json.dumps([d.pixel_array.ravel().tolist(),[float(x) for x in d.ImagePositionPatient],d.SeriesDescription,str(d.SOPInstanceUID)]))`;
    const out: unknown = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8' }));
    expect(out).toEqual([[...volume.hu.subarray(40, 60)], [-10, -20, 35], 'Überprüfung', expect.stringMatching(/^2\.25\.\d+$/)]);
  });
});
