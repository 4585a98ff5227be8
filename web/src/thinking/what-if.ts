import type { Finding } from '../../../src/core/index.ts';
import type { Knowledge } from '../../../src/knowledge/index.ts';
import { differential, type Question } from '../../../src/reasoning/index.ts';
import type { Changes, Standing, Step } from './messages.ts';

/** Findings that cannot hold beside this one. */
const excludedBy = (knowledge: Knowledge, id: string): readonly string[] =>
  knowledge.exclusive.filter((set) => set.includes(id)).flatMap((set) => set.filter((each) => each !== id));

/** The question with some facts turned round or taken away; the case itself stays as it is. */
export function changed(question: Question, changes: Changes, knowledge: Knowledge): Question {
  let findings: readonly Finding[] = question.findings;
  let conditions = question.conditions;
  for (const [id, state] of Object.entries(changes)) {
    if (knowledge.conditions.has(id)) {
      conditions = conditions.filter((each) => each.condition !== id);
      if (state !== 'unknown') conditions = [...conditions, { condition: id, state }];
      continue;
    }
    const gone = new Set([id, ...(state === 'present' ? excludedBy(knowledge, id) : [])]);
    findings = findings.filter((each) => !gone.has(each.finding));
    if (state !== 'unknown')
      findings = [...findings, { finding: id, state, probability: state === 'present' ? 1 : 0, from: 'reader' } satisfies Finding];
  }
  return { ...question, findings, conditions };
}

/** Ranking and mechanism of a changed question, to be laid beside the case's own. */
export function standing(question: Question, knowledge: Knowledge): Standing {
  const { verdict, differential: causes, mechanism } = differential(knowledge, question);
  return { verdict, causes: causes.map(({ evidence: _, ...cause }) => cause), mechanism };
}

const PROBABILITY_FLOOR = 1e-9;
const log10Odds = (share: number): number => {
  const kept = Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, share));
  return Math.log10(kept / (1 - kept));
};

/**
 * The way of one cause from what it is before any finding to where it stands, one fact after the other in the order
 * given. Each step is a full ranking, so the steps add up whatever the facts have in common.
 */
export function stepsTo(question: Question, about: { diagnosis: string; order: readonly string[] }, knowledge: Knowledge): Step[] {
  const chance = (asked: Question): number =>
    differential(knowledge, asked).differential.find((each) => each.diagnosis === about.diagnosis)?.probability ?? 0;
  const rank = (id: string): number => {
    const at = about.order.indexOf(id);
    return at < 0 ? about.order.length : at;
  };
  const facts = [
    ...question.findings.map((each) => ({ id: each.finding, finding: each })),
    ...question.conditions.map((each) => ({ id: each.condition, condition: each })),
  ].sort((a, b) => rank(a.id) - rank(b.id));
  let asked: Question = { ...question, findings: [], conditions: [] };
  let before = chance(asked);
  const steps: Step[] = [{ fact: null, probability: before, log10Odds: log10Odds(before), change: 0 }];
  for (const each of facts) {
    asked =
      'finding' in each
        ? { ...asked, findings: [...asked.findings, each.finding] }
        : { ...asked, conditions: [...asked.conditions, each.condition] };
    const now = chance(asked);
    steps.push({ fact: each.id, probability: now, log10Odds: log10Odds(now), change: log10Odds(now) - log10Odds(before) });
    before = now;
  }
  return steps;
}
