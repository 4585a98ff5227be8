export { buildAnalysis, buildCaseAnswer, toJsonText } from './build.ts';
export { burdenOf, lesionOf } from './build-image.ts';
export { groupOf } from './build-reasoning.ts';
export type { AnalysisParts, CaseParts, Decision, RunParts, Words } from './parts.ts';
export { type Review, reviewAnalysis } from './review.ts';
export type { AnalysisReview } from './review-schema.ts';
export {
  type Analysis,
  type AnalysisGroup,
  type AnalysisLesion,
  AnalysisSchema,
  analysisJsonSchema,
  CASE_SCHEMA,
  type CaseAnswer,
  CaseAnswerSchema,
  caseJsonSchema,
  type RankedCause,
} from './schema.ts';
