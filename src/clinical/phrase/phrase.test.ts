import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { ClinicalReading } from '../types.ts';

const knowledge = loadKnowledge();
const read = (findings: string): Promise<ClinicalReading> =>
  readClinical([{ name: 'case.yaml', text: `patient: { age: 40 y, sex: female }\nfindings: ${findings}\n` }], knowledge);
const codes = (reading: ClinicalReading): string[] => reading.issues.map((each) => each.code);
const present = (reading: ClinicalReading): string[] =>
  (reading.facts?.findings ?? []).filter((each) => each.state === 'present').map((each) => each.finding);

describe('entries of a case file that are no name of the vocabulary', () => {
  it('leaves a known name as it is', async () => {
    const reading = await read('[raynaud, digital ulcer]');
    expect(codes(reading)).toEqual([]);
  });

  it('reads a phrase as text and says so', async () => {
    const reading = await read('["firm subcutaneous nodules of abdomen and thighs"]');
    expect(codes(reading)).toContain('finding-read-as-text');
    expect(reading.issues.every((each) => each.severity === 'note')).toBe(true);
    expect(present(reading)).toEqual(expect.arrayContaining(['ex-hard-skin-nodule', 'site-abdominal-wall', 'site-thigh']));
  });

  it('still says that a single misspelt word is unknown', async () => {
    expect(codes(await read('[raynoud-x]'))).toContain('finding-unknown');
  });

  it('takes an absent phrase as absent', async () => {
    const reading = await read('[{ finding: "ulcers of the finger tips in the past", state: absent }]');
    expect(present(reading)).toEqual([]);
  });

  it('does not conclude from single places that the whole is at one place', async () => {
    const reading = await read('["hard nodules of the left elbow", "hard nodules of the right thigh", "hard nodules of the lower leg"]');
    expect(present(reading)).not.toContain('dist-localized');
  });
});
