import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { ClinicalReading } from '../types.ts';
import { sameName } from './patient.ts';

const knowledge = loadKnowledge();
const read = (...texts: string[]): Promise<ClinicalReading> =>
  readClinical(
    texts.map((text, at) => ({ name: `source-${at + 1}`, text })),
    knowledge,
  );
const codes = (reading: ClinicalReading): string[] => reading.issues.map((each) => each.code);

describe('several sources', () => {
  it('lets the newest result count and keeps the course', async () => {
    const reading = await read(
      'patient: { age: 50 y }\nlabs: [{ test: calcium, value: 11.4, unit: mg/dL, date: 2023-01-01 }]',
      'test,value,unit,date\nCalcium,2.3,mmol/L,2024-02-01\n',
    );
    expect(reading.facts?.labs).toEqual([expect.objectContaining({ value: 2.3, grade: 'normal', where: 'source-2:2' })]);
    expect(reading.facts?.trends).toEqual([
      {
        test: 'calcium',
        unit: 'mmol/L',
        points: [expect.objectContaining({ date: '2023-01-01' }), expect.objectContaining({ date: '2024-02-01', value: 2.3 })],
      },
    ]);
    expect(reading.facts?.findings.find((each) => each.finding === 'lab-calcium-high')).toBeUndefined();
  });

  it('says of two results of one day that they contradict', async () => {
    const reading = await read(
      'patient: {}\nlabs: [{ test: calcium, value: 11.4, unit: mg/dL, date: 2024-01-01 }, { test: calcium, value: 9.4, unit: mg/dL, date: 2024-01-01 }]',
    );
    expect(codes(reading)).toContain('lab-contradiction');
    expect(reading.facts?.labs).toHaveLength(1);
  });

  it('falls back on the newest result that can be graded, and says so', async () => {
    const reading = await read(
      'patient: {}\nlabs: [{ test: calcium, value: 11.4, unit: mg/dL, date: 2023-01-01 }, { test: calcium, value: 9.4, date: 2024-01-01 }]',
    );
    expect(codes(reading)).toEqual(expect.arrayContaining(['lab-unit-missing', 'lab-newest-ungraded']));
    expect(reading.facts?.labs[0].grade).toBe('high');
  });

  it('takes the coded entry over the text, the newer over the older', async () => {
    const text = await read('patient: {}\nfindings: [no raynaud]\nnotes: She has Raynaud phenomenon.');
    expect(codes(text)).toContain('finding-contradiction');
    expect(text.facts?.findings.find((each) => each.finding === 'hx-raynaud')?.state).toBe('absent');
    const dated = await read(
      'patient: {}\nfindings: [{ finding: raynaud, state: absent, date: 2020-01-01 }, { finding: raynaud, date: 2024-01-01 }]',
    );
    expect(dated.facts?.findings[0].state).toBe('present');
  });

  it('stops at sources that speak of two people', async () => {
    const reading = await read(
      'patient: { sex: female, birthDate: 1970-01-01 }\nfindings: []',
      'patient: { sex: male, birthDate: 1980-01-01 }\nfindings: []',
    );
    expect(reading.issues.filter((each) => each.severity === 'error').map((each) => each.code)).toEqual([
      'patient-mismatch',
      'patient-mismatch',
    ]);
    expect(reading.facts?.patient).toMatchObject({ sex: 'female', birthDate: '1970-01-01' });
  });

  it('reads on when one source is refused', async () => {
    const reading = await read('', 'patient: {}\nfindings: [raynaud]');
    expect(reading.facts?.findings).toHaveLength(1);
    expect(codes(reading)).toEqual(['clinical-nothing-read']);
  });
});

it('knows a name in any order, without titles, middle names or accents', () => {
  expect(sameName('DOE^JANE^ANN', 'Dr Jane Doe')).toBe(true);
  expect(sameName('Müller, Anna', 'Anna Muller')).toBe(true);
  expect(sameName('Doe Jane', 'Doe John')).toBe(false);
});
