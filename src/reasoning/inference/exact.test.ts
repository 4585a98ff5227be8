import { describe, expect, it } from 'vitest';
import { createRandom, type Finding, type Random } from '../../core/index.ts';
import { type Knowledge, readKnowledge } from '../../knowledge/index.ts';
import { modelOf } from '../model/index.ts';
import type { Question } from '../types.ts';
import { infer } from './index.ts';

/** A small knowledge in which every number is given, so that the enumeration below needs no rule for missing ones. */
function randomKnowledge(random: Random): Knowledge {
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  const rowsOf = (names: readonly string[]): { finding: string; p: number; weight: number; basis: string }[] => {
    const p = new Map<string, number>();
    const put = (name: string, value: number): void => void p.set(name, value);
    put('site-a', between(0.3, 0.9));
    put('site-b', p.get('site-a')! * between(0.2, 0.9));
    put('site-c', p.get('site-a')! * between(0.2, 0.9));
    put('site-d', p.get('site-b')! * between(0.2, 0.9));
    put('lab-x-low', between(0.05, 0.3));
    put('lab-x-high', between(0.05, 0.3));
    put('lab-x-normal', 1 - p.get('lab-x-low')! - p.get('lab-x-high')! - 0.05);
    put('ex-e', between(0.05, 0.95));
    put('hx-f', between(0.1, 0.9));
    put('hx-g', p.get('hx-f')! * between(0.2, 0.9));
    put('lab-y-positive', between(0.1, 0.8));
    return names.map((finding) => ({ finding, p: p.get(finding)!, weight: 6, basis: 'expert-estimate' }));
  };
  const free = ['site-a', 'site-b', 'site-c', 'site-d', 'lab-x-low', 'lab-x-high', 'lab-x-normal', 'ex-e'];
  const hung = ['hx-f', 'hx-g'];
  const term = (id: string, parents: string[] = []): unknown => ({ id, label: id, parents });
  const condition = (id: string, family: string, parents: string[], findings: readonly string[]): unknown => ({
    id,
    label: id,
    family,
    parents,
    baseRate: between(0.02, 0.2),
    evidence: rowsOf(findings),
  });
  const cause = (id: string, conditions: readonly string[], findings: readonly string[]): unknown => ({
    id,
    label: id,
    mechanism: 'other',
    description: '',
    femaleShare: 0.5,
    age: [{ band: [0, 100], weight: 1 }],
    prior: { incidental: between(1, 9), referral: between(1, 9), paediatric: between(1, 9), basis: 'test' },
    conditions: conditions.map((each) => ({ condition: each, p: between(0.2, 0.45) })),
    evidence: rowsOf(findings),
  });
  const { value, issues } = readKnowledge({
    version: 'test',
    terms: [
      term('site-a'),
      term('site-b', ['site-a']),
      term('site-c', ['site-a']),
      term('site-d', ['site-b']),
      term('lab-x-low'),
      term('lab-x-high'),
      term('lab-x-normal'),
      term('ex-e'),
      term('hx-f'),
      term('hx-g', ['hx-f']),
      term('lab-y-positive'),
    ],
    tests: [],
    conditions: [
      condition('cond-one', 'fam-one', [], hung),
      condition('cond-two', 'fam-one', ['cond-one'], hung),
      condition('cond-three', 'fam-two', [], ['lab-y-positive']),
    ],
    diagnoses: [
      cause('cause-p', ['cond-one', 'cond-two'], free),
      cause('cause-q', ['cond-three', 'cond-one'], free),
      cause('cause-r', [], [...free, ...hung]),
    ],
    kinds: [],
    references: [],
    background: rowsOf([...free, ...hung, 'lab-y-positive']),
    exclusive: [['lab-x-low', 'lab-x-high', 'lab-x-normal']],
  });
  if (!value) throw new Error(JSON.stringify(issues));
  return value;
}

const NAMES = ['site-a', 'site-b', 'site-c', 'site-d', 'lab-x-low', 'lab-x-high', 'lab-x-normal', 'ex-e', 'hx-f', 'hx-g', 'lab-y-positive'];
const UP: Readonly<Record<string, string>> = { 'site-b': 'site-a', 'site-c': 'site-a', 'site-d': 'site-b', 'hx-g': 'hx-f' };
const SET = ['lab-x-low', 'lab-x-high', 'lab-x-normal'];
const FAMILIES = [['cond-one', 'cond-two'], ['cond-three']];
const FAMILY_OF: Readonly<Record<string, number>> = { 'hx-f': 0, 'hx-g': 0, 'lab-y-positive': 1 };

/** Every world, one by one: hypothesis x condition states x finding states. Written from the meaning of the knowledge alone. */
function enumerate(knowledge: Knowledge, question: Question): number[] {
  const causes = [...knowledge.diagnoses.values()];
  // Asked about are mostly those whose record does not name what defines the cause; here that can only be a condition.
  const named = question.conditions.filter((each) => each.state === 'present').map((each) => each.condition);
  const isNamed = (id: string): boolean => named.some((each) => each === id || (FAMILIES[0]!.includes(each) && FAMILIES[0]!.includes(id)));
  const weightOf = (silent: boolean) =>
    causes.map((each) => {
      const missing = each.conditions.filter((own) => silent || !isNamed(own.condition));
      const inFamily = FAMILIES.map((ids) => missing.reduce((a, own) => a + (ids.includes(own.condition) ? own.p : 0), 0));
      const any = 1 - inFamily.reduce((a, share) => a * (1 - share), 1);
      return each.prior[question.setting] * (question.setting === 'incidental' ? 1 : 1 - 0.9 * any);
    });
  const priors = weightOf(false);
  const sum = weightOf(true).reduce((a, b) => a + b, 0);
  const weights = causes.map((each) => each.prior.referral);
  const weightSum = weights.reduce((a, b) => a + b, 0);
  const p = (rows: readonly { finding: string; p: number }[], name: string): number | undefined =>
    rows.find((row) => row.finding === name)?.p;
  const stateShare = (cause: number, family: number): number[] => {
    const ids = FAMILIES[family]!;
    const rates = ids.map((id) => knowledge.conditions.get(id)!.baseRate);
    const given = ids.map((id) => causes[cause]!.conditions.find((each) => each.condition === id)?.p);
    const said = given.reduce<number>((a, b) => a + (b ?? 0), 0);
    const saidRate = rates.reduce((a, b, i) => a + (given[i] === undefined ? 0 : b), 0);
    const rest = ids.map((_, i) => given[i] ?? (rates[i]! * (1 - said)) / (1 - saidRate));
    return [1 - rest.reduce((a, b) => a + b, 0), ...rest];
  };
  const marginal = (hypothesis: number, states: readonly number[], name: string): number => {
    const family = FAMILY_OF[name];
    if (hypothesis < causes.length) {
      const own = p(causes[hypothesis]!.evidence, name);
      if (own !== undefined) return own;
    } else if (family === undefined) return causes.reduce((a, each, i) => a + (weights[i]! / weightSum) * p(each.evidence, name)!, 0);
    const state = family === undefined ? 0 : states[family]!;
    if (state > 0) return p(knowledge.conditions.get(FAMILIES[family!]![state - 1]!)!.evidence, name)!;
    return knowledge.background.get(name)!.p;
  };
  const record = (family: number, state: number): number =>
    question.conditions.reduce((a, { condition, state: said }) => {
      if (!FAMILIES[family]!.includes(condition)) return a;
      const id = state === 0 ? null : FAMILIES[family]![state - 1]!;
      const holds = id === condition || (id === 'cond-two' && condition === 'cond-one');
      const named = holds ? 0.995 : 0.001;
      return a * (said === 'present' ? named : 1 - named);
    }, 1);
  const belief = new Map(question.findings.map((each) => [each.finding, Math.min(0.998, Math.max(0.002, each.probability))]));
  const totals = [...causes, null].map((_, hypothesis) => {
    let total = 0;
    const shares = FAMILIES.map((_ids, family) =>
      hypothesis < causes.length
        ? stateShare(hypothesis, family)
        : causes
            .map((_each, i) => stateShare(i, family).map((x) => (x * weights[i]!) / weightSum))
            .reduce((a, b) => a.map((x, i) => x + b[i]!)),
    );
    for (let first = 0; first <= 2; first++)
      for (let second = 0; second <= 1; second++) {
        const states = [first, second];
        const world = shares[0]![first]! * shares[1]![second]! * record(0, first) * record(1, second);
        const m = new Map(NAMES.map((name) => [name, marginal(hypothesis, states, name)]));
        for (let bits = 0; bits < 1 << NAMES.length; bits++) {
          const present = new Set(NAMES.filter((_name, i) => bits & (1 << i)));
          const inSet = SET.filter((name) => present.has(name));
          if (inSet.length > 1) continue;
          let q = inSet.length === 1 ? m.get(inSet[0]!)! : 1 - SET.reduce((a, name) => a + m.get(name)!, 0);
          for (const name of NAMES) {
            const on = present.has(name);
            const said = belief.get(name);
            if (said !== undefined) q *= on ? said : 1 - said;
            if (SET.includes(name)) continue;
            const up = UP[name];
            const share = up === undefined ? m.get(name)! : present.has(up) ? m.get(name)! / m.get(up)! : 0;
            q *= on ? share : 1 - share;
          }
          total += world * q;
        }
      }
    return total;
  });
  const before = [...priors.map((each) => (each / sum) * 0.98 * 0.5 * 0.01), 0.02 * 0.5 * 0.01];
  const joint = totals.map((each, i) => each * before[i]!);
  const all = joint.reduce((a, b) => a + b, 0);
  return joint.map((each) => each / all);
}

describe('exact inference', () => {
  it('agrees with a naive enumeration of every world to 1e-12', () => {
    const random = createRandom(20260101);
    for (let round = 0; round < 25; round++) {
      const knowledge = randomKnowledge(random);
      const findings: Finding[] = [];
      const unset = (name: string): boolean => !SET.includes(name) || !findings.some((each) => SET.includes(each.finding));
      for (const finding of NAMES)
        if (random.next() < 0.5 && unset(finding)) {
          const probability = Math.round(random.next() * 100) / 100;
          if (probability !== 0.5) findings.push({ finding, state: 'uncertain', probability, from: 'clinical' });
        }
      // What closure over parents would change is left out of the comparison: a child that overrules its absent parent.
      const kept = findings.filter(({ finding }) => {
        const up = finding;
        for (;;) {
          const below = findings.some((each) => each.probability > 0.5 && ancestorsOf(each.finding).includes(up));
          if (below && findings.find((each) => each.finding === up)!.probability < 0.5) return false;
          return true;
        }
      });
      const conditions = ['cond-one', 'cond-two', 'cond-three']
        .filter(() => random.next() < 0.4)
        .map((condition) => ({ condition, state: random.next() < 0.5 ? ('present' as const) : ('absent' as const) }));
      const setting = (['incidental', 'referral', 'paediatric'] as const)[round % 3]!;
      const question: Question = { findings: kept, conditions, ageYears: null, sex: null, setting };
      const { posterior } = infer(modelOf(knowledge), question);
      const expected = enumerate(knowledge, question);
      for (let h = 0; h < expected.length; h++) expect(Math.abs(posterior[h]! - expected[h]!)).toBeLessThan(1e-12);
    }
  });
});

function ancestorsOf(name: string): string[] {
  const up = UP[name];
  return up === undefined ? [] : [up, ...ancestorsOf(up)];
}
