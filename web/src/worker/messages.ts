import type { Grid, Issue } from '../../../src/core/index.ts';
import type { Analysis, AnalysisGroup, CaseAnswer, KeyImage } from '../../../src/report/index.ts';
import type { Word } from '../model/search.ts';

/** A dropped file with its path below what was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

export interface LesionVoxels {
  readonly id: string;
  /** Offsets into the canonical grid, ascending. */
  readonly voxels: Int32Array;
}

export type AnalyzeRequest =
  | {
      readonly kind: 'analyze';
      readonly images: readonly DroppedFile[];
      readonly clinical: readonly { name: string; text: string }[];
      readonly startedAt: string;
    }
  | { readonly kind: 'cancel' };

export type AnalyzeEvent =
  | { readonly kind: 'progress'; readonly stage: string; readonly fraction: number; readonly note: string | null }
  | { readonly kind: 'volume'; readonly grid: Grid; readonly hu: Int16Array }
  | {
      readonly kind: 'done';
      readonly status: 'done' | 'part' | 'nothing' | 'refused';
      readonly analysis: Analysis | null;
      readonly issues: readonly Issue[];
      readonly lesions: readonly LesionVoxels[];
      readonly keyImages: readonly KeyImage[];
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

/** What the ranking of a study rests on; the reader's entry comes as a case file. */
export interface StudyQuestion {
  readonly clinical: Analysis['clinical'];
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly groups: readonly AnalysisGroup[];
}

export type ReasonRequest =
  | { readonly kind: 'words' }
  | { readonly kind: 'case'; readonly text: string }
  | { readonly kind: 'study'; readonly text: string | null; readonly study: StudyQuestion };

export type ReasonAnswer =
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly knowledgeVersion: string }
  | { readonly kind: 'case'; readonly answer: CaseAnswer | null; readonly issues: readonly Issue[] }
  | { readonly kind: 'study'; readonly answers: Readonly<Record<string, CaseAnswer>>; readonly issues: readonly Issue[] }
  | { readonly kind: 'failed'; readonly message: string };
