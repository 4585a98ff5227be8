import { descendants, type Knowledge } from '../../knowledge/index.ts';
import type { Question } from '../types.ts';

/** From here on a finding counts as held or denied on the systematic path, which knows no probabilities. */
const HELD = 0.5;

/** The question as yes, no and unknown: what a reader with a flow chart works from. */
export interface Facts {
  /** Findings and conditions that hold among these or their kinds, in the order given. */
  holding(...ids: readonly string[]): string[];
  holds(...ids: readonly string[]): boolean;
  /** Said to be absent (all of them), itself or a more general term. */
  denies(id: string): boolean;
}

export function factsOf(knowledge: Knowledge, question: Pick<Question, 'findings' | 'conditions'>): Facts {
  const belief = new Map<string, number>();
  for (const { finding, probability } of question.findings) belief.set(finding, Math.max(probability, belief.get(finding) ?? 0));
  for (const { condition, state } of question.conditions) belief.set(condition, state === 'present' ? 1 : 0);
  const holding = (...ids: readonly string[]): string[] => [
    ...new Set(ids.flatMap((id) => [id, ...descendants(knowledge, id)]).filter((id) => (belief.get(id) ?? HELD) > HELD)),
  ];
  return {
    holding,
    holds: (...ids) => holding(...ids).length > 0,
    denies: (id) =>
      (belief.get(id) ?? HELD) < HELD || (knowledge.terms.get(id)?.parents ?? []).some((up) => (belief.get(up) ?? HELD) < HELD),
  };
}
