import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from '../../../test/files.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { ClinicalReading } from '../types.ts';
import { withoutTags } from './attachment.ts';

const knowledge = loadKnowledge();
const read = (json: unknown): Promise<ClinicalReading> => readClinical([{ name: 'fhir.json', text: JSON.stringify(json) }], knowledge);
const bundle = (...resources: object[]): object => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
const subject = { reference: 'Patient/p1' };
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  gender: 'female',
  birthDate: '1970-05-01',
  name: [
    { use: 'old', family: 'Roe' },
    { use: 'official', family: 'Doe', given: ['Jane'] },
  ],
  identifier: [{ value: 'X-1' }, { type: { coding: [{ code: 'MR' }] }, value: '77' }],
};
const observation = (of: object): object => ({
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  subject,
  effectiveDateTime: '2024-03-01',
  ...of,
});
const loinc = (code: string, display: string): object => ({ coding: [{ system: 'http://loinc.org', code, display }] });
const codes = (reading: ClinicalReading): string[] => reading.issues.map((each) => each.code);
const state = (reading: ClinicalReading, id: string): string | undefined =>
  reading.facts?.findings.find((each) => each.finding === id)?.state ??
  reading.facts?.conditions.find((each) => each.condition === id)?.state;

describe('FHIR', () => {
  it('reads patient, result, condition, drug, procedure and family from a bundle', async () => {
    const reading = await read(
      bundle(
        patient,
        observation({
          code: loinc('17861-6', 'Calcium'),
          valueQuantity: { value: 11.4, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
          referenceRange: [{ low: { value: 8.5 }, high: { value: 10.5 } }],
        }),
        {
          resourceType: 'Condition',
          id: 'c1',
          subject,
          code: { coding: [{ system: 'http://snomed.info/sct', code: '55464009', display: 'Lupus' }] },
          verificationStatus: { coding: [{ code: 'confirmed' }] },
        },
        {
          resourceType: 'Condition',
          id: 'c2',
          subject,
          code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'E11.9' }], text: 'Diabetes' },
          verificationStatus: { coding: [{ code: 'refuted' }] },
        },
        {
          resourceType: 'MedicationRequest',
          id: 'm1',
          status: 'active',
          intent: 'order',
          subject,
          medicationCodeableConcept: {
            coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '11289', display: 'warfarin' }],
          },
        },
        { resourceType: 'Procedure', id: 'r1', status: 'not-done', subject, code: { text: 'Kidney transplant' } },
        {
          resourceType: 'FamilyMemberHistory',
          id: 'f1',
          status: 'completed',
          patient: subject,
          relationship: { text: 'mother' },
          condition: [{ code: { text: 'Systemic sclerosis' } }],
        },
      ),
    );
    expect(reading.facts?.patient).toMatchObject({ sex: 'female', birthDate: '1970-05-01', id: '77', name: 'Jane Doe' });
    expect(reading.facts?.patient.ageYears).toBeCloseTo(53.8, 1);
    expect(reading.facts?.labs[0]).toMatchObject({ test: 'calcium', grade: 'high', where: 'fhir.json Observation/o1' });
    expect(state(reading, 'systemic-lupus-erythematosus')).toBe('present');
    expect(state(reading, 'drug-warfarin')).toBe('present');
    expect(state(reading, 'proc-kidney-transplant')).toBe('absent');
    expect(reading.facts?.recorded).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'family', text: 'Systemic sclerosis' })]),
    );
    expect(state(reading, 'systemic-sclerosis')).toBeUndefined();
    expect(reading.issues.filter((each) => each.severity === 'error')).toEqual([]);
  });

  it('honours status, absence, components and R5 fields', async () => {
    const reading = await read([
      patient,
      observation({
        id: 'wrong',
        status: 'entered-in-error',
        code: loinc('2777-1', 'Phosphate'),
        valueQuantity: { value: 9, unit: 'mg/dL' },
      }),
      observation({ id: 'none', code: loinc('2731-8', 'PTH'), dataAbsentReason: { text: 'haemolysed' } }),
      observation({
        id: 'two',
        code: { text: 'Renal' },
        component: [
          { code: loinc('2160-0', 'Creatinine'), valueQuantity: { value: 2.4, unit: 'mg/dL' } },
          { code: loinc('8302-2', 'Height'), valueQuantity: { value: 160, unit: 'cm' } },
        ],
      }),
      { resourceType: 'MedicationStatement', id: 'm', status: 'recorded', subject, medication: { concept: { text: 'Warfarin' } } },
      {
        resourceType: 'MedicationAdministration',
        id: 'ref',
        status: 'completed',
        subject,
        medicationReference: { reference: '#in' },
        contained: [{ resourceType: 'Medication', id: 'in', code: { text: 'nadroparin' } }],
      },
      {
        resourceType: 'MedicationRequest',
        id: 'gone',
        status: 'active',
        intent: 'order',
        subject,
        medicationReference: { reference: 'Medication/elsewhere' },
      },
    ]);
    expect(codes(reading)).toEqual(expect.arrayContaining(['fhir-not-valid', 'lab-absent', 'fhir-reference-missing']));
    expect(reading.facts?.labs.map((each) => each.test)).toEqual(['creatinine']);
    expect(state(reading, 'drug-warfarin')).toBe('present');
    expect(state(reading, 'drug-calcium-heparin')).toBe('present');
  });

  it('says what is wrong with a resource and reads around it', async () => {
    const reading = await read(
      observation({
        status: 'bogus',
        effectiveDateTime: 'last week',
        code: loinc('17861-5', 'Calcium'),
        valueQuantity: { value: '11.4', unit: 'mg/dL' },
      }),
    );
    expect(codes(reading)).toEqual(expect.arrayContaining(['fhir-invalid', 'code-invalid', 'lab-value-unclear']));
    expect(reading.issues.find((each) => each.where.endsWith('valueQuantity.value'))).toMatchObject({
      expected: expect.stringContaining('number') as string,
      received: '11.4',
    });
  });

  it('takes urea nitrogen for what it weighs, and HbA1c in percent for what it says', async () => {
    const reading = await read([
      observation({ code: loinc('3094-0', 'BUN'), valueQuantity: { value: 14, unit: 'mg/dL' } }),
      observation({ id: 'o2', code: loinc('4548-4', 'HbA1c'), valueQuantity: { value: 7, unit: '%' } }),
    ]);
    expect(reading.facts?.labs.find((each) => each.test === 'urea')?.normalized?.value).toBeCloseTo(5.0, 1);
    expect(reading.facts?.labs.find((each) => each.test === 'hba1c')?.normalized?.value).toBeCloseTo(53, 0);
  });

  it('leaves out what belongs to another patient, with an error', async () => {
    const reading = await read(
      bundle(
        patient,
        observation({ code: loinc('17861-6', 'Calcium'), valueQuantity: { value: 9, unit: 'mg/dL' } }),
        observation({ id: 'o2', code: loinc('2777-1', 'Phosphate'), valueQuantity: { value: 3, unit: 'mg/dL' } }),
        {
          ...observation({ id: 'x', code: loinc('2731-8', 'PTH'), valueQuantity: { value: 300, unit: 'pg/mL' } }),
          subject: { reference: 'Patient/p2' },
        },
      ),
    );
    expect(reading.issues.find((each) => each.code === 'patient-mismatch')?.severity).toBe('error');
    expect(reading.facts?.labs.map((each) => each.test)).toEqual(['calcium', 'phosphate']);
  });

  it('never reads a narrative, takes tags from HTML and fetches nothing', async () => {
    expect(withoutTags('<p>A &amp; B</p><script>alert("x")</script><style>p{}</style><img src=x onerror=alert(1)>C')).toBe('A & B\nC');
    expect(withoutTags('<'.repeat(200_000)).length).toBeGreaterThan(0);
    const reading = await read({
      resourceType: 'DiagnosticReport',
      id: 'd',
      status: 'final',
      code: { text: 'CT' },
      subject,
      text: { div: '<div>She has Raynaud phenomenon.</div>' },
      conclusion: 'Calcified nodules in the left thigh.',
      presentedForm: [{ contentType: 'application/pdf', url: 'http://example.org/a.pdf' }],
    });
    expect(state(reading, 'hx-raynaud')).toBeUndefined();
    expect(state(reading, 'morph-nodular')).toBe('present');
    expect(codes(reading)).toContain('fhir-attachment-elsewhere');
  });
});

const files = filesUnder('data/fhir', '.json');
describe.skipIf(files.length === 0)('the example files', () => {
  it('read, each with the issues it deserves', async () => {
    const seen: Record<string, string[]> = {};
    for (const file of files) {
      const reading = await readClinical([{ name: file.name, bytes: readFileSync(file.path) }], knowledge);
      expect(reading.facts, file.name).not.toBeNull();
      expect(
        reading.issues.some((each) => each.severity === 'error'),
        file.name,
      ).toBe(false);
      seen[file.name] = [...new Set(codes(reading))];
    }
    expect(seen['observation-serum-calcium.json']).toEqual([]);
    expect(seen['observation-cbc-mch.json']).toEqual(['lab-range-reversed', 'lab-unknown']);
    expect(seen['diagnosticreport-metabolic-panel.json']).toEqual(['fhir-reference-missing']);
    expect(seen['servicerequest-bmp.json']).toEqual(expect.arrayContaining(['fhir-passed-over', 'fhir-nothing-read']));
    const synthea = Object.keys(seen).find((name) => name.startsWith('Bob965'));
    if (synthea) expect(seen[synthea]).toEqual(expect.arrayContaining(['code-invalid', 'fhir-passed-over', 'lab-unknown']));
    console.log(`${files.length} FHIR files read`);
  });
});
