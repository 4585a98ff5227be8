import type { Analysis, AnalysisGroup } from '../../../src/report/index.ts';

/** What the ranking of a study rests on; the reader's entry comes as a case file. */
export interface StudyQuestion {
  readonly clinical: Analysis['clinical'];
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly groups: readonly AnalysisGroup[];
}

/** A question as the page poses it: the reader's case file, and the study's group it is asked about. */
export interface Base {
  readonly text: string | null;
  readonly study: StudyQuestion | null;
  readonly groupId: string | null;
}
