import { describe, expect, it } from 'vitest';
import { facts, sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
import { issue } from '../../core/index.ts';
import { AnalysisSchema, buildAnalysis } from '../analysis/index.ts';
import { renderCsv, renderStudyCsv } from '../csv/index.ts';
import { renderFhir } from '../fhir/index.ts';
import { renderHtml } from '../html/index.ts';
import { reportView } from '../view/index.ts';
import { recordPlace } from './analysis.ts';
import { deidentifier, deidentifierOf, deidentify, deidentifySource } from './index.ts';

const SECRETS = [
  'Muster',
  'Änne',
  'PAT-4711',
  '1950-01-31',
  '19500131',
  'Smith',
  'doe_jane',
  '2.25.1001',
  '2.25.1002',
  '2.25.1003',
  'B30f Pelvis',
];
const patient = { patientId: 'PAT-4711', patientName: 'Muster^Änne', birthDate: '19500131', sex: 'female' as const, ageYears: 93 };

const named = (() => {
  const parts = sampleParts();
  const source = { ...volume.source, patient, seriesDescription: 'B30f Pelvis Muster' };
  const said = (each: string): string => `doe_jane.yaml:3 "Mrs Smith, ${each}"`;
  return buildAnalysis({
    ...parts,
    reading: { ...parts.reading, volume: { ...volume, source } },
    facts: {
      ...facts,
      patient: { ageYears: 93, sex: 'female', id: 'PAT-4711', name: 'Änne Muster', birthDate: '1950-01-31' },
      findings: facts.findings.map((each) => ({ ...each, because: [said('born 1950-01-31')] })),
      conditions: facts.conditions.map((each) => ({ ...each, where: said('x') })),
      labs: facts.labs.map((each) => ({ ...each, where: 'doe_jane.yaml text, character 87 "Smith"' })),
      notes: 'Mrs Smith (Muster) has hard lumps.',
    },
    issues: [
      issue('warning', {
        code: 'lab-unit',
        where: 'doe_jane.yaml:9',
        expected: 'a unit',
        received: 'Smith 3',
        fix: 'Give “Smith 3” a unit.',
      }),
      issue('warning', { code: 'dicom-x', where: 'doe_jane/IM1', expected: 'x', received: 'slices of Muster', fix: 'None.' }),
    ],
  });
})();

const by = deidentifierOf(named, 'secret');
const clean = deidentify(named, by);

describe('a result without its patient', () => {
  it('names nobody in JSON, HTML, CSV, FHIR or on paper, shows shifted dates there, and the test would see it', async () => {
    for (const text of [JSON.stringify(clean), renderHtml(clean, []), renderCsv(clean), renderStudyCsv(clean), renderFhir(clean)])
      for (const secret of [...SECRETS, named.manifest.inputHash, named.lesions[0].trackingUid]) expect(text).not.toContain(secret);
    for (const secret of SECRETS) expect(JSON.stringify(named)).toContain(secret);
    const shifted = clean.study.studyDate!;
    expect(shifted).not.toBe(named.study.studyDate);
    for (const text of [renderHtml(clean, []), renderStudyCsv(clean), renderFhir(clean)]) {
      expect(text).toContain(shifted);
      expect(text).not.toContain(named.study.studyDate);
    }
    // what the paper draws is this and nothing else
    const drawn = JSON.stringify(reportView(clean, []));
    for (const secret of [...SECRETS, named.study.studyDate!]) expect(drawn).not.toContain(secret);
    expect(drawn).toContain(shifted);
  });

  it('is valid by the same schema, says what was done, and keeps every measurement', () => {
    expect(AnalysisSchema.parse(clean)).toEqual(clean);
    expect(clean.deidentification?.codes.map((each) => each.value)).toEqual(['113100', '113107', '113108']);
    expect(clean.deidentification!.method.length).toBeLessThanOrEqual(64);
    expect(clean.lesions.map(({ trackingUid, ...each }) => each)).toEqual(named.lesions.map(({ trackingUid, ...each }) => each));
    expect(clean.clinical.patient.ageYears).toBe(90);
  });

  it('gives the DICOM writers the same UIDs, dates and name', () => {
    const source = deidentifySource({ ...volume.source, patient }, by);
    expect(source.studyInstanceUid).toBe(clean.study.studyInstanceUid);
    expect(source.acquisition.studyDate).toBe(clean.study.studyDate);
    expect(source.patient.patientId).toBe(clean.study.patient.patientId);
    expect(source.studyInstanceUid).toMatch(/^2\.25\.\d{1,39}$/);
  });

  it('depends on the key: the same key the same stand-ins, another key others', () => {
    expect(deidentify(named, deidentifierOf(named, 'secret'))).toEqual(clean);
    const other = deidentify(named, deidentifierOf(named, 'another'));
    expect(other.study.studyInstanceUid).not.toBe(clean.study.studyInstanceUid);
    expect(deidentifierOf(named, null).pseudonym).toBe(deidentifierOf(named, null).pseudonym);
  });
});

describe('dates', () => {
  const shift = deidentifier({ key: 'k', patients: [patient], fallback: '' }).date;
  const days = (a: string, b: string): number => (Date.parse(a) - Date.parse(b)) / 86_400_000;
  it('move back by whole weeks, and keep their distance and their form', () => {
    expect(days('2024-03-05', shift('2024-03-05')!) % 7).toBe(0);
    expect(days('2024-03-05', shift('2024-03-05')!)).toBeGreaterThan(0);
    expect(days(shift('2024-03-05')!, shift('2024-02-28')!)).toBe(days('2024-03-05', '2024-02-28'));
    expect(shift('20240305')).toMatch(/^\d{8}$/);
    expect(shift('2024-03')).toMatch(/^\d{4}-\d{2}$/);
    expect(shift('2024-03-05T10:11:12Z')).toBe(shift('2024-03-05'));
    expect(shift('in June')).toBeNull();
  });
});

describe('places in the record', () => {
  it.each([
    ['case.yaml:17 "albumin 4.1"', 'record, line 17'],
    ['case.yaml text, character 87 "chalky"', 'record, character 87'],
    ['Jane Doe.json Observation/o1', 'record'],
  ])('%s is said as %s', (where, said) => void expect(recordPlace(where)).toBe(said));
  it('takes a short name out of sentences without touching other words', () => {
    const { text } = deidentifier({ key: 'k', patients: [{ patientId: null, patientName: 'Li^Bo', birthDate: null }], fallback: '' });
    expect(text('Li has calcification of the elbow, says Bo.')).toBe('[removed] has calcification of the elbow, says [removed].');
  });
});
