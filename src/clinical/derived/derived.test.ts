import { expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { DerivedValue } from '../types.ts';
import { bedsideSchwartz, ckdEpi2021, correctedCalciumMgDl, tmpPerGfr, tubularReabsorption } from './formulas.ts';

const knowledge = loadKnowledge();

it('agrees with published worked values', () => {
  expect(correctedCalciumMgDl({ calciumMgDl: 7.6, albuminGDl: 2.0 })).toBeCloseTo(9.2, 9);
  // National Kidney Foundation calculator: 1.0 mg/dL, 50 y: female 69, male 92.
  expect(Math.round(ckdEpi2021({ creatinineMgDl: 1.0, ageYears: 50, sex: 'female' }))).toBe(69);
  expect(Math.round(ckdEpi2021({ creatinineMgDl: 1.0, ageYears: 50, sex: 'male' }))).toBe(92);
  expect(Math.round(ckdEpi2021({ creatinineMgDl: 2.4, ageYears: 70, sex: 'male' }))).toBe(28);
  expect(bedsideSchwartz({ creatinineMgDl: 0.5, heightCm: 110 })).toBeCloseTo(90.86, 2);
  const reabsorption = tubularReabsorption({ urinePhosphate: 10, serumPhosphate: 1, urineCreatinine: 10_000, serumCreatinine: 80 });
  expect(reabsorption).toBeCloseTo(0.92, 9);
  expect(tmpPerGfr({ reabsorption, serumPhosphate: 1 })).toBeCloseTo(1.045, 3);
  expect(tmpPerGfr({ reabsorption: 0.8, serumPhosphate: 1 })).toBeCloseTo(0.8, 9);
});

const derive = async (text: string): Promise<{ derived: readonly DerivedValue[]; codes: string[]; findings: string[] }> => {
  const { facts, issues } = await readClinical([{ name: 'case.yaml', text }], knowledge);
  return {
    derived: facts!.derived,
    codes: issues.map((each) => each.code),
    findings: facts!.findings.filter((each) => each.state === 'present').map((each) => each.finding),
  };
};

it('corrects calcium for albumin, and the corrected grade is the finding', async () => {
  const { derived, codes, findings } = await derive(
    'patient: { age: 60 y, sex: male }\nlabs: [{ test: calcium, value: 8.0, unit: mg/dL }, { test: albumin, value: 20, unit: g/L }]',
  );
  expect(derived[0]).toMatchObject({ id: 'calcium-corrected', unit: 'mmol/L', grade: 'normal' });
  expect(derived[0].value).toBeCloseTo(9.6 / 4.0078, 3);
  expect(codes).toContain('calcium-correction-changes-grade');
  expect(findings).toContain('lab-calcium-normal');
  expect(findings).not.toContain('lab-calcium-low');
});

it('does not correct what the report has corrected', async () => {
  const { derived } = await derive(
    'patient: { age: 60 y }\nlabs: [{ test: corrected calcium, value: 10.2, unit: mg/dL }, { test: albumin, value: 20, unit: g/L }]',
  );
  expect(derived).toEqual([]);
});

it('multiplies calcium by phosphate', async () => {
  const { derived, findings } = await derive(
    'patient: { age: 60 y }\nlabs: [{ test: calcium, value: 10.2, unit: mg/dL }, { test: phosphate, value: 9.7, unit: mg/dL }]',
  );
  expect(derived[0]).toMatchObject({ id: 'calcium-phosphate-product', unit: 'mg2/dL2', grade: 'high' });
  expect(derived[0].value).toBeCloseTo(98.94, 2);
  expect(findings).toContain('lab-cap-product-high');
});

it('estimates GFR where age, sex and height allow', async () => {
  const labs = 'labs: [{ test: creatinine, value: 2.4, unit: mg/dL }]';
  expect((await derive(`patient: { age: 70 y, sex: male }\n${labs}`)).derived[0]).toMatchObject({ id: 'egfr', grade: 'low' });
  expect((await derive(`patient: { age: 70 y }\n${labs}`)).derived).toEqual([]);
  expect((await derive(`patient: { age: 7 y }\n${labs}`)).derived).toEqual([]);
  expect((await derive(`patient: { age: 7 y, heightCm: 120 }\n${labs}`)).derived[0]).toMatchObject({
    method: 'bedside Schwartz 2009',
    grade: 'low',
  });
});

it('says when the results lie weeks apart', async () => {
  const { codes } = await derive(
    'patient: { age: 60 y }\nlabs: [{ test: calcium, value: 9, unit: mg/dL, date: 2024-01-01 }, { test: phosphate, value: 4, unit: mg/dL, date: 2024-03-01 }]',
  );
  expect(codes).toContain('derived-dates-apart');
});

it('lets one of CRP and ESR, creatinine and eGFR speak', async () => {
  const { findings, codes } = await derive(
    'patient: { age: 80 y, sex: female }\nlabs: [{ test: creatinine, value: 1.0, unit: mg/dL }, { test: ESR, value: 70, unit: mm/h }, { test: CRP, value: 2, unit: mg/L }]',
  );
  expect(findings).toEqual(expect.arrayContaining(['lab-creatinine-high', 'lab-crp-high']));
  expect(findings).not.toContain('lab-crp-normal');
  expect(codes.filter((code) => code === 'lab-shared-finding')).toHaveLength(2);
});
