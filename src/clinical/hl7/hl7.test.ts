import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { ClinicalReading } from '../types.ts';
import { parseMessages, unescapeText } from './message.ts';

const knowledge = loadKnowledge();
const read = (lines: readonly string[], end = '\r'): Promise<ClinicalReading> =>
  readClinical([{ name: 'oru.hl7', text: lines.join(end) }], knowledge);
const MSH = 'MSH|^~\\&|LAB|HOSP|EHR|HOSP|20240301101500||ORU^R01^ORU_R01|1|P|2.5.1';
const PID = 'PID|1||77^^^HOSP^MR~999^^^GOV^SS||Doe^Jane^A||19700501|F';
const OBR = 'OBR|1|||24321-2^Panel^LN|||20240301080000';
const obx = (of: {
  set?: number;
  kind?: string;
  id: string;
  value: string;
  unit?: string;
  range?: string;
  flag?: string;
  status?: string;
  at?: string;
}): string =>
  `OBX|${of.set ?? 1}|${of.kind ?? 'NM'}|${of.id}||${of.value}|${of.unit ?? ''}|${of.range ?? ''}|${of.flag ?? ''}|||${of.status ?? 'F'}|||${of.at ?? ''}`;
const CALCIUM = '17861-6^Calcium^LN';
const codes = (reading: ClinicalReading): string[] => reading.issues.map((each) => each.code);

describe('HL7 v2 ORU', () => {
  it('reads patient and results with units, ranges and flags', async () => {
    const reading = await read([
      MSH,
      PID,
      OBR,
      obx({ id: CALCIUM, value: '11.4', unit: 'mg/dL', range: '8.5-10.5', flag: 'H' }),
      obx({ set: 2, kind: 'SN', id: '1988-5^CRP^LN', value: '<^5', unit: 'mg/L' }),
      obx({ set: 3, kind: 'CWE', id: '8061-4^ANA^LN', value: 'POS^Positive^L' }),
    ]);
    expect(codes(reading)).toEqual([]);
    expect(reading.facts?.patient).toMatchObject({ id: '77', name: 'Jane A Doe', sex: 'female', birthDate: '1970-05-01' });
    expect(reading.facts?.labs.map(({ test, value, unit, grade, date, where }) => [test, value, unit, grade, date, where])).toEqual([
      ['calcium', 11.4, 'mg/dL', 'high', '2024-03-01', 'oru.hl7:4'],
      ['crp', 5, 'mg/L', 'normal', '2024-03-01', 'oru.hl7:5'],
      ['ana', null, null, 'positive', '2024-03-01', 'oru.hl7:6'],
    ]);
  });

  it('reads other delimiters, line ends, batches and versions', async () => {
    const odd = [
      'BHS|^~\\&',
      'MSH$*+!%$LAB$H$E$H$20240301$$ORU*R01$1$P$2.3',
      'PID$1$$5*Z',
      'OBX$1$NM$17861-6*Calcium*LN$$2.4$mmol/L$$$$$F',
      'BTS|1',
    ];
    for (const end of ['\r', '\n', '\r\n']) expect((await read(odd, end)).facts?.labs[0]).toMatchObject({ test: 'calcium', value: 2.4 });
  });

  it('takes back corrected and deleted results', async () => {
    const reading = await read([
      MSH,
      PID,
      OBR,
      obx({ id: CALCIUM, value: '19.4', unit: 'mg/dL' }),
      obx({ id: CALCIUM, value: '9.4', unit: 'mg/dL', status: 'C' }),
      obx({ id: '2777-1^Phosphate^LN', value: '9', unit: 'mg/dL' }),
      obx({ id: '2777-1^Phosphate^LN', value: '""', status: 'D' }),
    ]);
    expect(reading.facts?.labs.map((each) => [each.test, each.value])).toEqual([['calcium', 9.4]]);
    expect(codes(reading)).toEqual(expect.arrayContaining(['lab-corrected', 'lab-deleted']));
    expect(codes(reading)).not.toContain('lab-contradiction');
  });

  it('reads texts and notes as prose, and diagnoses as conditions', async () => {
    const reading = await read([
      MSH,
      PID,
      OBR,
      obx({ kind: 'FT', id: '18782-3^Findings^LN', value: 'Calcified nodules in the left thigh.\\.br\\No erosion of bone.' }),
      'NTE|1||She has Raynaud phenomenon.',
      'DG1|1||M34.1^CREST^I10',
    ]);
    const states = new Map(reading.facts?.findings.map((each) => [each.finding, each.state]));
    expect(states.get('morph-nodular')).toBe('present');
    expect(states.get('img-smooth-erosion')).toBe('absent');
    expect(states.get('hx-raynaud')).toBe('present');
    expect(reading.facts?.conditions).toEqual([expect.objectContaining({ condition: 'systemic-sclerosis-limited', state: 'present' })]);
  });

  it('says what it leaves out', async () => {
    const reading = await read([
      MSH.replace('ORU^R01^ORU_R01', 'ADT^A01'),
      PID,
      OBR,
      obx({ id: CALCIUM, value: '' }),
      obx({ kind: 'ED', id: '1^PDF', value: 'x^y^z' }),
      obx({ id: '17861-5^Calcium^LN', value: '9', unit: 'mg/dL', status: 'P' }),
      'broken line',
      'PID|1||88^^^H^MR||Roe^Rita',
      obx({ id: CALCIUM, value: '15', unit: 'mg/dL' }),
    ]);
    expect(codes(reading)).toEqual(
      expect.arrayContaining([
        'hl7-message-type',
        'lab-absent',
        'hl7-attachment',
        'code-invalid',
        'lab-preliminary',
        'hl7-stray-line',
        'patient-mismatch',
      ]),
    );
    expect(reading.facts?.labs.map((each) => each.value)).toEqual([9]);
  });
});

it('undoes escapes', () => {
  const { delimiters } = parseMessages(MSH).messages[0];
  const undo = (text: string): string => unescapeText(text, delimiters);
  expect(undo('a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f')).toBe('a|b^c&d~e\\f');
  expect(undo('5 \\XC2B5\\g \\H\\bold\\N\\')).toBe('5 µg bold');
  expect(undo('one\\.br\\two')).toBe('one\ntwo');
  expect(undo('10\\ and more')).toBe('10\\ and more');
});
