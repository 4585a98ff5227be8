import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import type { ClinicalReading } from '../types.ts';
import { readClinical } from './read.ts';

const knowledge = loadKnowledge();
const read = (text: string): Promise<ClinicalReading> => readClinical([{ name: '/some/folder/case.yaml', text }], knowledge);
const CONTRACT = `
patient: { age: 34 y, sex: female }          # ages: 3 d, 5 mo, 34 y
setting: referral
findings: [raynaud, sclerodactyly, "no trauma", { finding: digital-ulcer, state: absent }, { finding: morph-nodular, probability: 0.7 }]
drugs: [warfarin]
procedures: [{ name: calcium gluconate infusion, site: left forearm }]
labs:
  - { test: calcium, value: 9.2, unit: mg/dL, date: 2024-03-01 }
  - { test: anti-centromere, flag: positive }
`;

describe('the case file of the contract', () => {
  it('reads as findings, labs, procedures and patient, without an issue', async () => {
    const { facts, issues } = await read(CONTRACT);
    expect(issues).toEqual([]);
    expect(facts?.patient).toMatchObject({ ageYears: 34, sex: 'female' });
    expect(facts?.setting).toBe('referral');
    const state = (id: string): string | undefined => facts?.findings.find((each) => each.finding === id)?.state;
    expect(state('hx-raynaud')).toBe('present');
    expect(state('ex-sclerodactyly')).toBe('present');
    expect(state('hx-local-trauma')).toBe('absent');
    expect(state('ex-digital-ulcer')).toBe('absent');
    expect(facts?.findings.find((each) => each.finding === 'morph-nodular')).toMatchObject({ state: 'uncertain', probability: 0.7 });
    expect(state('drug-warfarin')).toBe('present');
    expect(state('proc-calcium-infusion')).toBe('present');
    expect(state('lab-calcium-normal')).toBe('present');
    expect(state('lab-anti-centromere-positive')).toBe('present');
    expect(facts?.procedures).toEqual([expect.objectContaining({ site: 'forearm', side: 'left', finding: 'proc-calcium-infusion' })]);
    expect(facts?.labs[0]).toMatchObject({
      test: 'calcium',
      value: 9.2,
      unit: 'mg/dL',
      date: '2024-03-01',
      grade: 'normal',
      where: 'case.yaml:8',
    });
    expect(facts?.findings[0].because).toEqual(['case.yaml:4 "raynaud"']);
  });

  it('reads the same from JSON', async () => {
    const json = await read('{ "patient": { "age": "34 y" },\n "findings": ["raynaud",\n "no trauma"] }');
    expect(json.issues).toEqual([]);
    expect(json.facts?.findings.map((each) => [each.finding, each.state])).toEqual([
      ['hx-raynaud', 'present'],
      ['hx-local-trauma', 'absent'],
    ]);
    expect(json.facts?.findings[1].because).toEqual(['case.yaml:3 "no trauma"']);
  });

  it('names findings by id, label, synonym or code', async () => {
    const { facts, issues } = await read(
      'findings: [hx-raynaud, "Gottron papules", hypercalcaemia, "HP:0001250", Raynaud’s phenomenon]\npatient: {}',
    );
    expect(issues).toEqual([]);
    expect(facts?.findings.map((each) => each.finding)).toEqual(['hx-raynaud', 'ex-gottron-papules', 'lab-calcium-high', 'hx-seizures']);
  });

  it('is deterministic', async () => {
    expect(JSON.stringify(await read(CONTRACT))).toBe(JSON.stringify(await read(CONTRACT)));
  });
});

describe('what a case file gets wrong', () => {
  const codes = async (text: string): Promise<string[]> => (await read(text)).issues.map((each) => each.code);

  it('names line, what was expected and received, and the nearest known names of an unknown finding', async () => {
    const { facts, issues } = await read('patient: { age: 34 y }\nfindings:\n  - raynaud\n  - sclerodactily\n');
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ code: 'finding-unknown', where: 'case.yaml:4', received: 'sclerodactily' });
    expect(issues[0].fix).toContain('ex-sclerodactyly');
    expect(facts?.recorded).toEqual([expect.objectContaining({ kind: 'finding', text: 'sclerodactily' })]);
  });

  it('says of a lab without unit that the unit is missing, and does not grade it', async () => {
    const { facts, issues } = await read('patient: { age: 50 y, sex: male }\nlabs:\n  - { test: calcium, value: 9.2 }');
    expect(issues).toEqual([expect.objectContaining({ code: 'lab-unit-missing', where: 'case.yaml:3' })]);
    expect(facts?.labs[0]).toMatchObject({ value: 9.2, grade: 'ungraded', normalized: null });
    expect(facts?.findings).toEqual([]);
  });

  it('grades a lab without unit by the interval or flag that came with it', async () => {
    const { facts } = await read(
      'patient: {}\nlabs:\n  - { test: calcium, value: 11.9, range: "8.5-10.5" }\n  - { test: PTH, value: 12, flag: low }',
    );
    expect(facts?.labs.map((each) => each.grade)).toEqual(['high', 'low']);
  });

  it('questions an impossible value and keeps it', async () => {
    const { facts, issues } = await read('patient: { age: 50 y }\nlabs: [{ test: phosphate, value: 45, unit: mg/dL }]');
    const question = issues.find((each) => each.code === 'lab-implausible');
    expect(question?.fix).toMatch(/4\.5 mg\/dL \(decimal point\)/);
    expect(facts?.labs[0]).toMatchObject({ value: 45, implausible: true });
    expect(facts?.findings.find((each) => each.finding === 'lab-phosphate-high')).toMatchObject({ state: 'uncertain', probability: 0.6 });
  });

  it('keeps what cannot be read as an issue each', async () => {
    expect(await codes('patient: { age: forty, sex: "?" }\nfindings: []')).toEqual(['case-age-broken', 'case-sex-unknown']);
    expect(await codes('patient: { age: 400 y }\nfindings: []')).toEqual(['case-age-broken']);
    expect(await codes('patient: { age: 34 }\nfindings: []')).toEqual(['case-age-without-unit']);
    expect(await codes('patient: {}\nsetting: ward\nfindings: []')).toEqual(['case-setting-unknown']);
    expect(await codes('patient: {}\nfindings: [{ finding: raynaud, probability: 7 }]')).toEqual(['case-probability-broken']);
    expect(await codes('patient: {}\nfindings: [{ finding: raynaud, state: maybe }]')).toEqual(['case-state-unknown']);
    expect(await codes('patient: {}\nfindings: [[raynaud]]')).toEqual(['case-entry-broken']);
    expect(await codes('patient: {}\nlabs: [{ value: 3 }]')).toEqual(['case-lab-broken']);
    expect(await codes('patient: {}\nfinding: [raynaud]\nlabs: []')).toEqual(['case-unknown-key']);
    expect(await codes('patient: {}\nlabs: [{ test: calcium, value: 9, unit: bananas }]')).toEqual(['lab-unit-unknown']);
    expect(await codes('patient: {}\nlabs: [{ test: frobnicase, value: 9, unit: mg/dL }]')).toEqual(['lab-unknown']);
  });

  it('takes a contradiction as uncertain and says so', async () => {
    const { facts, issues } = await read('patient: {}\nfindings: [raynaud, no raynaud]');
    expect(issues.map((each) => each.code)).toEqual(['finding-contradiction']);
    expect(facts?.findings[0]).toMatchObject({ finding: 'hx-raynaud', state: 'uncertain', probability: 0.5 });
  });

  it('keeps one of states that exclude each other', async () => {
    const { facts, issues } = await read('patient: {}\nfindings: [hypercalcaemia]\nlabs: [{ test: calcium, flag: low }]');
    expect(issues.map((each) => each.code)).toContain('finding-exclusive');
    expect(facts?.findings.filter((each) => each.state === 'present')).toHaveLength(1);
  });

  it('refuses what is no clinical file at all', async () => {
    for (const text of ['', '   \n', '\u0000\u0001binary']) {
      const { facts, issues } = await read(text);
      expect(facts).toBeNull();
      expect(issues[0].severity).toBe('error');
    }
    expect(await readClinical([], knowledge)).toMatchObject({ facts: null });
  });
});
