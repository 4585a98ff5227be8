import { expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';

const knowledge = loadKnowledge();
const read = async (text: string): Promise<NonNullable<Awaited<ReturnType<typeof readClinical>>['facts']>> =>
  (await readClinical([{ name: 'case.yaml', text }], knowledge)).facts!;
const present = (facts: Awaited<ReturnType<typeof read>>): string[] =>
  facts.findings.filter((each) => each.state === 'present').map((each) => each.finding);

it('takes phosphate handling from serum and urine of a child (TmP/GFR), by the interval of the age', async () => {
  const facts = await read(`patient: { age: 12 y, sex: male }
labs:
  - { test: phosphate, value: 7.9, unit: mg/dL }
  - { test: creatinine, value: 0.5, unit: mg/dL }
  - { test: urine phosphate, value: 30, unit: mg/dL }
  - { test: urine creatinine, value: 90, unit: mg/dL }`);
  const derived = facts.derived.find((each) => each.id === 'tmp-gfr')!;
  // TRP = 1 - (30 x 0.5) / (7.9 x 90) = 0.979 > 0.86, so TmP/GFR = 0.3 TRP / (1 - 0.8 TRP) x P (Payne 1998), 2.55 mmol/L.
  const trp = 1 - (30 * 0.5) / (7.9 * 90);
  const serum = (7.9 * 10) / 30.974;
  expect(derived.value).toBeCloseTo(((0.3 * trp) / (1 - 0.8 * trp)) * serum, 2);
  expect(derived).toMatchObject({ unit: 'mmol/L', grade: 'high' });
  expect(present(facts)).toEqual(expect.arrayContaining(['lab-phosphate-high', 'lab-tmpgfr-high']));
});

it('grades the calcium of a day of urine by sex', async () => {
  const of = async (sex: string): Promise<string[]> =>
    present(await read(`patient: { age: 40 y, sex: ${sex} }\nlabs: [{ test: 24-hour urine calcium, value: 275, unit: mg/d }]`));
  expect(await of('female')).toContain('lab-urine-calcium-high');
  expect(await of('male')).not.toContain('lab-urine-calcium-high');
});

it('knows antibodies by each name they go by', async () => {
  const names: Record<string, readonly string[]> = {
    'lab-anti-scl70-positive': ['anti-scl70', 'anti-Scl-70', 'anti-topoisomerase I'],
    'lab-anti-centromere-positive': ['anti-centromere', 'anticentromere antibody', 'ACA'],
    'lab-anti-nxp2-positive': ['anti-nxp2', 'anti-MJ', 'NXP2'],
    'lab-anti-mda5-positive': ['anti-mda5', 'anti-CADM-140'],
    'lab-anti-tif1g-positive': ['anti-tif1g', 'anti-p155/140'],
    'lab-anti-u1rnp-positive': ['anti-U1-RNP', 'anti-RNP'],
    'lab-anti-pmscl-positive': ['anti-PM/Scl', 'anti-pmscl'],
    'lab-anti-dsdna-positive': ['anti-dsDNA', 'anti-double-stranded DNA'],
    'lab-anti-ro-positive': ['anti-Ro', 'anti-SSA'],
    'lab-anti-jo1-positive': ['anti-Jo-1'],
    'lab-ana-positive': ['ANA', 'antinuclear antibodies'],
    'lab-rf-ccp-positive': ['rheumatoid factor', 'anti-CCP'],
  };
  for (const [finding, list] of Object.entries(names))
    for (const test of list)
      expect(present(await read(`patient: { age: 40 y }\nlabs: [{ test: "${test}", flag: positive }]`)), test).toContain(finding);
});
