import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boxSlices, ORIENTATIONS, type Study, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { expectGolden } from '../../../test/golden.ts';
import { sourceFromBytes } from '../../core/index.ts';
import { planSegmentation } from '../segmentation/index.ts';
import { measuresOf, type Reader, readStructuredReport, writeStructuredReport } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-sr-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const hasPydicom = spawnSync('/usr/bin/python3', ['-c', 'import pydicom']).status === 0;

const HOSTILE = '<script>alert(1)</script>^Ö"Brien';
const study = await studyOf(
  boxSlices(ORIENTATIONS[5], {
    extra: { PatientName: HOSTILE, PatientSex: 'F', StudyDate: '20240305', StudyTime: '101112', StudyID: '7' },
  }),
);

function srOf(from: Study, reader?: Reader): { path: string; bytes: Uint8Array } {
  const { value, issues } = writeStructuredReport({ ...from, segmentation: planSegmentation(from).value?.reference ?? null, reader });
  if (!value) throw new Error(JSON.stringify(issues));
  const path = join(folder, 'sr.dcm');
  writeFileSync(path, value);
  return { path, bytes: value };
}

const dump = (path: string): string =>
  execFileSync('dsrdump', ['+Pt', '+Pl', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What dciodvfy says that is more than the name of the object. It knows no private coding scheme. */
function complaints(path: string): string[] {
  const run = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
  return run.stderr
    .split('\n')
    .filter((line) => line !== '' && line !== 'ComprehensiveSR' && !/<99CALCIMAP> for value 1 of attribute <Coding Scheme/.test(line));
}

describe('measurements.dcm', () => {
  it.skipIf(!has('dsrdump'))('is read by dsrdump as TID 1500, as it was when it was last looked at', () => {
    const text = dump(srOf(study).path);
    expect(text).toContain('<CONTAINER:(,,"Imaging Measurement Report")=SEPARATE>  # TID 1500 (DCMR)');
    expectGolden('measurements.golden.txt', text.replaceAll(/2\.25\.\d+/g, 'UID'));
  });

  it.skipIf(!has('dciodvfy'))('passes dciodvfy, before and after a reader accepted it', () => {
    expect(complaints(srOf(study).path)).toEqual([]);
    const reader = { name: 'Łukasz^Ähre=山田^太郎', organization: 'Klinik', verifiedAt: '20240306120000' };
    const { path } = srOf(study, reader);
    expect(complaints(path)).toEqual([]);
    expect(dump(path)).toMatch(/Verification Flag {3}: VERIFIED/);
  });

  it.skipIf(!has('dciodvfy'))('says of a study without calcification that there was none', async () => {
    const none = { ...study, lesions: [], analysis: { ...study.analysis, lesions: [], groups: [] } };
    const { path } = srOf(none);
    expect(complaints(path)).toEqual([]);
    expect(dump(path)).toContain('No soft-tissue calcification was detected');
  });

  it.skipIf(!hasPydicom).each([
    ['markup and quotes', HOSTILE, HOSTILE],
    ['right to left', 'حداد^ليلى', 'حداد^ليلى'],
    ['ideographs in groups', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    ['characters outside the basic plane', '𠮷野^家', '𠮷野^家'],
  ])('carries a name of %s (skipped without python3-pydicom)', async (_, given, expected) => {
    const from = await studyOf(boxSlices(ORIENTATIONS[0], { extra: { PatientName: given } }));
    const script = `import pydicom,sys;d=pydicom.dcmread(sys.argv[1]);sys.stdout.buffer.write(str(d.PatientName).encode('utf8')+b'|'+d.SpecificCharacterSet.encode() if 'SpecificCharacterSet' in d else b'')`;
    const out = execFileSync('/usr/bin/python3', ['-c', script, srOf(from).path], { encoding: 'utf8' });
    expect(out).toBe(`${expected}|ISO_IR 192`);
  });

  it('is the same bytes each time, and another object once a reader signed', () => {
    const [a, b] = [srOf(study).bytes, srOf(study).bytes];
    expect(a).toEqual(b);
    expect(srOf(study, { name: 'A^B', organization: 'C', verifiedAt: '20240101' }).bytes).not.toEqual(a);
  });
});

describe('read back', () => {
  it('gives the numbers of each lesion, its segment, and how many the reader took out', async () => {
    const decided = study.analysis.lesions.map((each) => ({ ...each, decision: each.id === 'L2' ? ('rejected' as const) : null }));
    const from = { ...study, analysis: { ...study.analysis, lesions: decided } };
    const { report, issues } = await readStructuredReport(sourceFromBytes('sr', srOf(from).bytes));
    expect(issues).toEqual([]);
    expect(report?.rejected).toBe(1);
    expect(report?.lesions.map((each) => [each.id, each.segment])).toEqual([
      ['L1', 1],
      ['L3', 2],
    ]);
    const [first] = study.analysis.lesions;
    const measured = measuresOf(first);
    const read = report!.lesions[0].measures;
    expect([...read.keys()]).toEqual([...measured.keys()]);
    for (const [measure, value] of measured) expect(read.get(measure)?.value, measure).toBe(value);
    read.get('volumeMm3')!.interval!.forEach((bound, at) => void expect(bound).toBeCloseTo(first.volumeIntervalMm3[at], 6));
  });
});
