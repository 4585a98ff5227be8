import { describe, expect, it } from 'vitest';
import { buildAnalysis } from '../../../src/report/index.ts';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { priorCandidates, priorWarnings } from './prior.ts';

const sample = buildAnalysis(sampleParts());
const scanOf = (hash: string, study: Partial<typeof sample.study>) => ({
  ...sample,
  manifest: { ...sample.manifest, inputHash: hash },
  study: { ...sample.study, ...study },
});
const patient = { patientId: 'A', patientName: null, birthDate: '19600101', sex: 'female' as const, ageYears: 60 };

describe('what is said of a prior', () => {
  it('should be nothing where patient, order and frame agree', () => {
    const now = scanOf('1', { patient, studyDate: '20240101', frameOfReferenceUid: '1.2' });
    expect(priorWarnings(now, scanOf('2', { patient, studyDate: '20200101', frameOfReferenceUid: '1.2' }))).toEqual([]);
  });

  it('should name another patient, the same scan, the wrong order and another frame', () => {
    const now = scanOf('1', { patient, studyDate: '20200101', frameOfReferenceUid: '1.2' });
    const other = scanOf('2', { patient: { ...patient, patientId: 'B' }, studyDate: '20240101', frameOfReferenceUid: null });
    expect(priorWarnings(now, other)).toEqual([
      'the two files name different patients',
      'the one beside is the later scan',
      expect.stringContaining('another frame of reference'),
    ]);
    expect(priorWarnings(now, now)).toEqual(['this is the same scan twice']);
    const unnamed = scanOf('2', { patient: { ...patient, patientId: null }, frameOfReferenceUid: '1.2', studyDate: null });
    expect(priorWarnings(now, unnamed)).toEqual(['whether it is the same patient is not stated']);
  });

  it('should offer the same patient first, the newest of them before the older, never the open study', () => {
    const listed = [
      { id: 'a', label: 'a', studyDate: '20240101', patientId: 'B' },
      { id: 'b', label: 'b', studyDate: '20190101', patientId: 'A' },
      { id: 'c', label: 'c', studyDate: '20210101', patientId: 'A' },
      { id: 'd', label: 'd', studyDate: '20230101', patientId: 'A' },
    ];
    const offered = priorCandidates(listed, { title: 'd', patientId: 'A' });
    expect(offered.map((each) => [each.id, each.samePatient])).toEqual([
      ['c', true],
      ['b', true],
      ['a', false],
    ]);
  });
});
