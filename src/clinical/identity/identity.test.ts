import { expect, it } from 'vitest';
import { type PatientIdentity, UNKNOWN_PATIENT } from '../../core/index.ts';
import type { ClinicalFacts } from '../types.ts';
import { matchIdentity } from './identity.ts';

const facts = (patient: Partial<ClinicalFacts['patient']>): ClinicalFacts => ({
  patient: { ageYears: null, sex: null, id: null, name: null, birthDate: null, ...patient },
  setting: null,
  findings: [],
  conditions: [],
  labs: [],
  derived: [],
  notes: null,
});
const scan = (of: Partial<PatientIdentity>): PatientIdentity => ({ ...UNKNOWN_PATIENT, ...of });
const codes = (of: Partial<PatientIdentity>, patient: Partial<ClinicalFacts['patient']>, override = false): string[] =>
  matchIdentity(scan(of), facts(patient), { override }).map((each) => `${each.severity} ${each.code}`);

it('is silent when all that both state agrees', () => {
  expect(
    codes(
      { patientId: '00123', patientName: 'DOE^JANE^^DR', birthDate: '19900301', sex: 'female' },
      { id: '123', name: 'Jane A. Doe', birthDate: '1990-03-01', sex: 'female' },
    ),
  ).toEqual([]);
});

it('stops on another id, birth date or sex', () => {
  expect(codes({ patientId: '1' }, { id: '2' })).toEqual(['error patient-mismatch']);
  expect(codes({ birthDate: '19900301' }, { birthDate: '1991-03-01' })).toEqual(['error patient-mismatch']);
  expect(codes({ sex: 'male' }, { sex: 'female' })).toEqual(['error patient-mismatch']);
});

it('warns of another name when the id agrees: people marry', () => {
  expect(codes({ patientId: '1', patientName: 'Baxter^Amy' }, { id: '1', name: 'Amy Shaw' })).toEqual(['warning patient-differs']);
});

it('allows a record some years older, not a generation', () => {
  expect(codes({ ageYears: 34, sex: 'male' }, { ageYears: 36, sex: 'male' })).toEqual([]);
  expect(codes({ ageYears: 34 }, { ageYears: 70 })).toEqual(['error patient-mismatch']);
  expect(codes({ ageYears: 9 }, { ageYears: 0.2 })).toEqual(['error patient-mismatch']);
});

it('records an override', () => {
  expect(codes({ patientId: '1' }, { id: '2' }, true)).toEqual(['warning patient-mismatch-overridden']);
});

it('says when there is nothing to compare, and takes no anonymous name for a name', () => {
  expect(codes({}, { id: '2' })).toEqual(['note patient-unverified']);
  expect(codes({ patientName: 'ANONYMOUS', patientId: 'anon-7' }, { name: 'Jane Doe', id: '7' })).toEqual(['note patient-unverified']);
});

it('never repeats a name, id or date in an issue', () => {
  const text = JSON.stringify(
    matchIdentity(scan({ patientId: 'SECRET-1', patientName: 'Doe^Jane' }), facts({ id: 'SECRET-2', name: 'Roe Rita' })),
  );
  expect(text).not.toMatch(/SECRET|Doe|Jane|Roe|Rita/);
});
