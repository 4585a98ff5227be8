import { burdenOf } from './build-image.ts';
import type { Decision } from './parts.ts';
import { type Analysis, type AnalysisGroup, AnalysisSchema, type CaseAnswer } from './schema.ts';

/** What a reader changed in a result. */
export interface Review {
  /** By lesion id; lesions that are not named keep what they had. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Groups as they stand after the decisions. */
  readonly groups: readonly AnalysisGroup[];
  /** New rankings by group id, with the facts they rest on. */
  readonly answers: Readonly<Record<string, CaseAnswer>>;
}

/** A result with a reader's decisions, facts and the rankings that follow, valid by the same schema; totals counted anew. */
export function reviewAnalysis(analysis: Analysis, review: Review): Analysis {
  const groupOf = new Map(review.groups.flatMap((group) => group.lesionIds.map((id) => [id, group.id])));
  const lesions = analysis.lesions.map((each) => ({
    ...each,
    groupId: groupOf.get(each.id) ?? null,
    decision: review.decisions[each.id] ?? each.decision,
  }));
  const answers = Object.values(review.answers);
  return AnalysisSchema.parse({
    ...analysis,
    lesions,
    groups: review.groups,
    burden: burdenOf(lesions),
    clinical: answers[0]?.clinical ?? analysis.clinical,
    labels: Object.assign({}, analysis.labels, ...answers.map((each) => each.labels)) as Analysis['labels'],
    references: Object.assign({}, analysis.references, ...answers.map((each) => each.references)) as Analysis['references'],
  });
}
