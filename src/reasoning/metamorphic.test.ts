import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../core/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { differential, type Question } from './index.ts';
import { infer } from './inference/index.ts';
import { modelOf } from './model/index.ts';

const knowledge = loadKnowledge();
const model = modelOf(knowledge);
const ids = [...model.blockOf.keys()];
const finding = fc
  .record({ id: fc.constantFrom(...ids), probability: fc.constantFrom(0.02, 0.1, 0.4, 0.6, 0.9, 0.98) })
  .map(({ id, probability }): Finding => ({ finding: id, state: probability > 0.5 ? 'present' : 'absent', probability, from: 'clinical' }));
const question: fc.Arbitrary<Question> = fc.record({
  findings: fc.uniqueArray(finding, { maxLength: 12, selector: (each) => each.finding }),
  conditions: fc.uniqueArray(
    fc.record({
      condition: fc.constantFrom(...knowledge.conditions.keys(), ...knowledge.diagnoses.keys()),
      state: fc.constantFrom('present' as const, 'absent' as const),
    }),
    { maxLength: 3, selector: (each) => each.condition },
  ),
  ageYears: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  sex: fc.constantFrom('male', 'female', 'other', null),
  setting: fc.constantFrom('incidental', 'referral', 'paediatric'),
});
const SEED = { seed: 20260101, numRuns: 40 } as const;
const posterior = (asked: Question): Float64Array => infer(model, asked).posterior;
const close = (a: Float64Array, b: Float64Array): void => {
  for (let h = 0; h < a.length; h++) expect(Math.abs(a[h]! - b[h]!)).toBeLessThan(1e-12);
};
const stated = (id: string): Finding => ({ finding: id, state: 'present', probability: 0.995, from: 'clinical' });

describe('whatever is asked', () => {
  it('the order of findings and conditions changes nothing, to the byte', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const turned = { ...asked, findings: [...asked.findings].reverse(), conditions: [...asked.conditions].reverse() };
        const { findings: _a, ...one } = differential(knowledge, asked);
        const { findings: _b, ...other } = differential(knowledge, turned);
        expect(JSON.stringify(other.differential)).toBe(JSON.stringify(one.differential));
        expect(JSON.stringify(other.nextTests)).toBe(JSON.stringify(one.nextTests));
      }),
      { ...SEED, numRuns: 15 },
    );
  });
  it('an unknown changes nothing', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...ids), (asked, id) => {
        if (asked.findings.some((each) => each.finding === id)) return;
        close(
          posterior({ ...asked, findings: [...asked.findings, { finding: id, state: 'uncertain', probability: 0.5, from: 'image' }] }),
          posterior(asked),
        );
      }),
      SEED,
    );
  });
  it('an irrelevant finding, equally likely under every cause, changes nothing', () => {
    const spoken = new Set(
      [...knowledge.diagnoses.values(), ...knowledge.conditions.values()].flatMap((each) => each.evidence.map((row) => row.finding)),
    );
    const irrelevant = model.blocks.filter((block) => block.members.every((id) => !spoken.has(id))).flatMap((block) => block.members);
    expect(irrelevant.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(question, fc.constantFrom(...irrelevant), (asked, id) => {
        const rest = {
          ...asked,
          findings: asked.findings.filter((each) => model.blockOf.get(each.finding)!.block !== model.blockOf.get(id)!.block),
        };
        close(posterior({ ...rest, findings: [...rest.findings, stated(id)] }), posterior(rest));
      }),
      SEED,
    );
  });
  it('probabilities sum to one and lie within their intervals, and nothing is not a number', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { differential: ranked, mechanism, nextTests } = differential(knowledge, asked);
        expect(ranked.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 10);
        for (const { probability, interval } of [...ranked, ...mechanism]) {
          expect(Number.isFinite(probability)).toBe(true);
          expect(interval[0]).toBeLessThanOrEqual(probability + 1e-12);
          expect(interval[1]).toBeGreaterThanOrEqual(probability - 1e-12);
        }
        for (const each of ranked) for (const item of each.evidence) expect(Number.isFinite(item.log10LikelihoodRatio)).toBe(true);
        for (const each of nextTests) expect(Number.isFinite(each.expectedInformationBits)).toBe(true);
      }),
      SEED,
    );
  });
  it('a finding that is commonest under one cause never lowers that cause', () => {
    const empty: Question = { findings: [], conditions: [], ageYears: null, sex: null, setting: 'referral' };
    const before = posterior(empty);
    let checked = 0;
    for (const id of ids) {
      const { block, node } = model.blockOf.get(id)!;
      if (model.familyOf[block]! >= 0 || model.blocks[block]!.parent[node]! >= 0) continue;
      const p = model.hypotheses.map((_, h) => model.table(h, block, 0)[node]!);
      const top = p.indexOf(Math.max(...p));
      if (p.filter((each) => each === p[top]).length > 1) continue;
      checked++;
      expect(posterior({ ...empty, findings: [stated(id)] })[top]!, id).toBeGreaterThanOrEqual(before[top]!);
    }
    expect(checked).toBeGreaterThan(100);
  });
  it('every cause can come first: a patient with what is typical of it', () => {
    const failed: string[] = [];
    for (const cause of knowledge.diagnoses.values()) {
      const typical = cause.evidence.filter((row) => row.p >= 0.5 && !row.finding.startsWith('lab-biopsy'));
      const age = cause.age.reduce((best, each) =>
        each.weight / (each.band[1] - each.band[0]) > best.weight / (best.band[1] - best.band[0]) ? each : best,
      );
      const asked: Question = {
        findings: typical.map((row) => stated(row.finding)),
        conditions: cause.conditions.filter((each) => each.p >= 0.5).map((each) => ({ condition: each.condition, state: 'present' })),
        ageYears: (age.band[0] + Math.min(age.band[1], age.band[0] + 20)) / 2,
        sex: cause.femaleShare === null ? null : cause.femaleShare >= 0.5 ? 'female' : 'male',
        setting: 'referral',
      };
      const p = posterior(asked);
      const first = p.indexOf(Math.max(...p));
      if (model.hypotheses[first] !== cause.id)
        failed.push(
          `${cause.id}: ${model.hypotheses[first]} ${p[first]!.toFixed(3)}, own ${p[model.hypotheses.indexOf(cause.id)]!.toFixed(3)}`,
        );
    }
    expect(failed).toEqual([]);
  });
});

describe('two causes at once', () => {
  it('are proposed when one alone does not explain the findings', () => {
    const { combinations } = differential(knowledge, {
      findings: [
        'site-scrotum',
        'compartment-skin',
        'morph-nodular',
        'ex-hard-skin-nodule',
        'compartment-artery',
        'site-aorta',
        'morph-arterial-plaque',
        'dist-diffuse-vascular',
      ].map(stated),
      conditions: [],
      ageYears: 68,
      sex: 'male',
      setting: 'referral',
    });
    expect(combinations![0]!.diagnoses).toEqual(expect.arrayContaining(['atherosclerotic-arterial-calcification', 'scrotal-calcinosis']));
    expect(combinations![0]!.explains.flat()).toContain('site-scrotum');
  });
  it('are not proposed when one explains them', () => {
    const { combinations } = differential(knowledge, {
      findings: ['site-scrotum', 'compartment-skin', 'morph-nodular'].map(stated),
      conditions: [],
      ageYears: 40,
      sex: 'male',
      setting: 'referral',
    });
    expect(combinations).toEqual([]);
  });
});

describe('without one piece of evidence', () => {
  it('the answer is told where it changes', () => {
    const { counterfactuals, differential: ranked } = differential(knowledge, {
      findings: ['site-buttock', 'compartment-subcutaneous', 'morph-nodular', 'proc-injection-at-site'].map(stated),
      conditions: [{ condition: 'systemic-lupus-erythematosus', state: 'present' }],
      ageYears: 45,
      sex: 'female',
      setting: 'referral',
    });
    expect(counterfactuals!.length).toBeGreaterThan(0);
    for (const each of counterfactuals!)
      expect(each.diagnosis !== ranked[0]!.diagnosis || Math.abs(each.firstProbability - ranked[0]!.probability) >= 0.1).toBe(true);
  });
});
