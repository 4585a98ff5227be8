import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeNifti } from '../../src/nifti/index.ts';
import { calcimap } from './run.ts';
import { smallVolume, writeSeries } from './series.ts';

const root = mkdtempSync(join(tmpdir(), 'calcimap-bad-'));
afterAll(() => rmSync(root, { recursive: true }));

const folder = (name: string): string => {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  return path;
};

interface Printed {
  status?: string;
  issues: { code: string; severity: string; where: string; fix: string }[];
  lesions?: unknown[];
}

function analyze(path: string, ...more: string[]): { code: number; printed: Printed; err: string } {
  const { code, out, err } = calcimap(['analyze', path, '--json', '--out', join(root, 'out'), ...more]);
  return { code, printed: JSON.parse(out) as Printed, err };
}

const codes = (printed: Printed): string[] => printed.issues.map((each) => each.code);

describe('bad input gives a clear issue and the contract’s exit code', () => {
  test('an empty folder: nothing to analyze (4)', () => {
    const { code, printed } = analyze(folder('empty'));
    expect(code).toBe(4);
    expect(codes(printed)).toContain('intake-empty');
  });
  test('a path that is not there: refused (3)', () => {
    const { code, printed } = analyze(join(root, 'nowhere'));
    expect(code).toBe(3);
    expect(codes(printed)).toContain('input-not-found');
  });
  test('a text file named .dcm: refused (3), the file is named', () => {
    const path = folder('text');
    writeFileSync(join(path, 'note.dcm'), 'this is a letter and no image');
    const { code, printed } = analyze(path);
    expect(code).toBe(3);
    expect(printed.issues.find((each) => each.code === 'dicom-not-dicom')).toMatchObject({ where: 'note.dcm' });
  });
  test('a truncated slice: done in part (8), the slice is named', () => {
    const path = folder('truncated');
    writeSeries(path, smallVolume(), (bytes, slice) => (slice === 3 ? bytes.subarray(0, bytes.length - 2000) : bytes));
    const { code, printed } = analyze(path);
    expect(code).toBe(8);
    expect(printed.issues.find((each) => each.code === 'dicom-truncated')?.where).toContain('IM00004.dcm');
    expect(printed.lesions).toBeDefined();
  });
  test('a missing slice: done in part (8)', () => {
    const path = folder('missing');
    writeSeries(path, smallVolume(), (bytes, slice) => (slice === 10 ? null : bytes));
    const { code, printed } = analyze(path);
    expect(code).toBe(8);
    expect(codes(printed)).toContain('dicom-missing-slice');
  });
  test('two patients mixed: refused (3)', () => {
    const path = folder('mixed');
    writeSeries(join(path, 'a'), smallVolume('P1'));
    writeSeries(join(path, 'b'), smallVolume('P2'));
    const { code, printed } = analyze(path);
    expect(code).toBe(3);
    expect(codes(printed)).toContain('dicom-mixed-patients');
  });
  test('an MR series: nothing to analyze (4)', () => {
    const path = folder('mr');
    writeSeries(path, smallVolume(), (bytes) => {
      // the modality CT of every slice becomes MR, and the storage class MR Image Storage (…5.1.4.1.1.4)
      const text = Buffer.from(bytes)
        .toString('latin1')
        .replaceAll('1.2.840.10008.5.1.4.1.1.2\0', '1.2.840.10008.5.1.4.1.1.4\0')
        .replace('CS\x02\0CT', 'CS\x02\0MR');
      return Uint8Array.from(Buffer.from(text, 'latin1'));
    });
    const { code, printed } = analyze(path);
    expect(code).toBe(4);
    expect(codes(printed)).toContain('dicom-not-ct');
  });
  test('a lab without unit and an unknown finding: done in part (8), both named, the rest used', () => {
    const path = folder('good');
    writeSeries(path, smallVolume());
    const facts = join(root, 'facts.yaml');
    writeFileSync(facts, 'patient: { age: 50 y, sex: female }\nfindings: [raynaud, raynod]\nlabs:\n  - { test: calcium, value: 9.2 }\n');
    const { code, printed } = analyze(path, '--clinical', facts);
    expect(code).toBe(8);
    const lab = printed.issues.find((each) => each.code === 'lab-unit-missing');
    expect(lab?.where).toMatch(/4/);
    const unknown = printed.issues.find((each) => each.code === 'finding-unknown');
    expect(`${unknown?.fix}`).toMatch(/raynaud/i);
    expect(JSON.stringify(printed)).toContain('hx-raynaud');
  });
  test('a word that is no command or option: wrong use (2)', () => {
    expect(calcimap(['analyse', path0()]).code).toBe(2);
    expect(calcimap(['analyze', path0(), '--format', 'docx']).code).toBe(2);
    expect(calcimap(['phantom', 'unicorn', '--out', root]).code).toBe(2);
  });
  test('a PDF of a result without its patient: done, a key file without a secret: wrong use (2)', () => {
    const path = folder('good');
    const { code, err } = analyze(path, '--format', 'json,pdf', '--deidentify');
    expect(`${code} ${err}`).toMatch(/^0 /);
    writeFileSync(join(root, 'empty.key'), '');
    expect(calcimap(['analyze', path, '--deidentify-key', join(root, 'empty.key')]).code).toBe(2);
  });
  test('DICOM objects asked of a NIfTI file: done in part (8), said; not asked for: done, noted', () => {
    const path = join(root, 'one.nii');
    const { grid, hu } = smallVolume();
    writeFileSync(path, writeNifti({ grid, voxels: hu, gzip: false }));
    const asked = analyze(path, '--format', 'json,seg,sr');
    expect(asked.code).toBe(8);
    expect(asked.err).toContain('warning dicom-objects-need-a-series');
    const left = analyze(path);
    expect(left.code).toBe(0);
    expect(left.err).toContain('note dicom-objects-need-a-series');
  });
});

const path0 = (): string => folder('good');
