import { describe, expect, it } from 'vitest';
import { readClinical } from '../../src/clinical/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';

const read = async (text: string) => {
  const { facts } = await readClinical([{ name: 'case.yaml', text }], loadKnowledge());
  if (!facts) throw new Error('refused');
  return facts;
};

describe('laboratory values as a user enters them', () => {
  it('make TmP/GFR from one blood and one urine sample, by hand 2.337 mmol/L', async () => {
    const { derived } = await read(`
patient: {age: 30 y, sex: male}
labs:
- {test: phosphate, value: 2.3, unit: mmol/L}
- {test: creatinine, value: 60, unit: umol/L}
- {test: urine phosphate, value: 20, unit: mmol/L}
- {test: urinary creatinine, value: 6, unit: mmol/L}
`);
    const found = derived.find((each) => each.id === 'tmp-gfr');
    expect(found?.value).toBeCloseTo(2.3371, 3);
    expect(found?.grade).toBe('high');
  });

  it('take an antibody by any of its names', async () => {
    const { findings } = await read(`
patient: {age: 50 y, sex: female}
labs:
- {test: anti-topoisomerase I, flag: positive}
- {test: ACA, flag: negative}
`);
    const states = new Map(findings.map((each) => [each.finding, each.probability]));
    expect(states.get('lab-anti-scl70-positive')).toBeGreaterThan(0.9);
    expect(states.get('lab-anti-centromere-negative')).toBeGreaterThan(0.9);
  });

  it('prefer the interval that the report itself gives', async () => {
    const { labs } = await read(`
patient: {age: 50 y, sex: female}
labs:
- {test: calcium, value: 2.62, unit: mmol/L, low: 2.2, high: 2.7}
- {test: phosphate, value: 1.3, unit: mmol/L, low: 0.8, high: 1.2}
`);
    expect(labs.map((each) => each.grade)).toEqual(['normal', 'high']);
  });
});
