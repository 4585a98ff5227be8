import { describe, expect, it } from 'vitest';
import { type Knowledge, readKnowledge } from '../../knowledge/index.ts';
import { differential } from '../differential/index.ts';
import type { Question } from '../types.ts';

const row = (finding: string, p: number): unknown => ({ finding, p, weight: 6, basis: 'expert-estimate' });
const cause = (id: string, weight: number, evidence: readonly unknown[], forms: readonly unknown[] = []): unknown => ({
  id,
  label: id,
  mechanism: 'other',
  description: '',
  femaleShare: 0.5,
  age: [{ band: [0, 100], weight: 1 }],
  prior: { incidental: weight, referral: weight, paediatric: weight, basis: 'test' },
  evidence,
  forms,
});

function knowledgeOf(diagnoses: readonly unknown[], kinds: readonly unknown[] = []): Knowledge {
  const { value, issues } = readKnowledge({
    version: 'test',
    terms: ['ex-a', 'ex-b', 'ex-c'].map((id) => ({ id, label: id })),
    tests: [],
    conditions: [],
    diagnoses,
    kinds,
    references: [],
    background: [row('ex-a', 0.1), row('ex-b', 0.2), row('ex-c', 0.3)],
    exclusive: [],
  });
  if (!value) throw new Error(JSON.stringify(issues));
  return value;
}

const asked = (...findings: string[]): Question => ({
  findings: findings.map((finding) => ({ finding, state: 'present', probability: 0.95, from: 'clinical' })),
  conditions: [],
  ageYears: 40,
  sex: 'female',
  setting: 'incidental',
});
const shares = (knowledge: Knowledge, question: Question): Map<string, number> =>
  new Map(differential(knowledge, question).differential.map((each) => [each.diagnosis, each.probability]));

describe('a cause with two faces', () => {
  const usual = [row('ex-a', 0.8), row('ex-b', 0.1)];
  const other = [row('ex-a', 0.05), row('ex-b', 0.9)];
  const rival = cause('rival', 5, [row('ex-a', 0.3), row('ex-b', 0.5)]);
  const faced = knowledgeOf([rival, cause('cause', 4, usual, [{ id: 'form', label: 'other face', share: 0.25, evidence: other }])]);
  const apart = knowledgeOf([rival, cause('cause', 3, usual), cause('cause-form', 1, other)]);

  it('is the mixture of them, counted once', () => {
    for (const question of [asked('ex-a'), asked('ex-b'), asked('ex-a', 'ex-b', 'ex-c')]) {
      const one = shares(faced, question);
      const two = shares(apart, question);
      expect(one.get('cause')).toBeCloseTo(two.get('cause')! + two.get('cause-form')!, 12);
      expect(one.get('rival')).toBeCloseTo(two.get('rival')!, 12);
    }
  });

  it('is listed once, with evidence and an interval that holds its probability', () => {
    const answered = differential(faced, asked('ex-b'));
    expect(answered.differential.map((each) => each.diagnosis).sort()).toEqual(['cause', 'none-of-these', 'rival']);
    const found = answered.differential.find((each) => each.diagnosis === 'cause')!;
    expect(found.evidence.map((each) => each.finding)).toContain('ex-b');
    expect(found.interval[0]).toBeLessThanOrEqual(found.probability);
    expect(found.interval[1]).toBeGreaterThanOrEqual(found.probability);
  });

  it('is refused when its faces leave nothing for the usual one', () => {
    expect(() =>
      knowledgeOf([
        rival,
        cause('cause', 4, usual, [
          { id: 'form', label: 'form', share: 0.6, evidence: other },
          { id: 'third', label: 'third', share: 0.5, evidence: other },
        ]),
      ]),
    ).toThrow('knowledge-forms-sum');
  });
});

describe('a kind of causes', () => {
  const kind = { id: 'lumps', label: 'Lumps', rows: { 'ex-a': 0.7, 'ex-b': 0.6 } };
  const knowledge = knowledgeOf(
    [{ ...(cause('cause', 4, [row('ex-a', 0.2)]) as object), kind: 'lumps' }, cause('rival', 5, [row('ex-a', 0.2)])],
    [kind],
  );

  it('speaks only where the cause does not, and says so', () => {
    const rows = new Map(knowledge.diagnoses.get('cause')!.evidence.map((each) => [each.finding, each]));
    expect(rows.get('ex-a')).toMatchObject({ p: 0.2 });
    expect(rows.get('ex-b')).toMatchObject({ p: 0.6, kind: 'lumps', note: 'as for its kind: Lumps' });
  });

  it('that is not there is an error', () => {
    expect(() => knowledgeOf([{ ...(cause('cause', 4, []) as object), kind: 'none' }])).toThrow('knowledge-kind-unknown');
  });
});
