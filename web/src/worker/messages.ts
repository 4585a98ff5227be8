import type { Acquisition, Grid, Issue, StatedWindow, Vector3, VolumeSource } from '../../../src/core/index.ts';
import type { LesionEdit, LesionShape } from '../../../src/lesions/index.ts';
import type { Analysis, AnalysisLesion, CaseAnswer, DicomObject, KeyImage, Reader } from '../../../src/report/index.ts';
import type { Word } from '../model/search.ts';
import type { ThinkAnswer, ThinkRequest } from '../thinking/messages.ts';
import type { StudyQuestion } from '../thinking/question.ts';

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

/** Share of bone in blocks of voxels, 0..255; block (a, b, c) begins at voxel `factor` * (a, b, c). */
export interface BoneBlocks {
  readonly size: Vector3;
  readonly factor: Vector3;
  readonly share: Uint8Array;
}

/** What the engine needs to know of a scan besides its voxels, to measure in it. */
export interface ScanFacts {
  readonly acquisition: Acquisition;
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  /** What tracking UIDs of new lesions are made from: the series, or the input's hash. */
  readonly scan: string;
}

/** The slices that a volume was read from, on their own grid. */
export interface ScanOrigin {
  readonly grid: Grid;
  readonly source: VolumeSource;
}

export type AnalyzeRequest =
  | {
      readonly kind: 'analyze';
      readonly images: readonly DroppedFile[];
      readonly clinical: readonly { name: string; text: string }[];
      readonly startedAt: string;
    }
  /** A study that was analysed elsewhere, taken up for editing; its anatomy is worked out at the first edit. */
  | {
      readonly kind: 'adopt';
      readonly grid: Grid;
      readonly hu: Int16Array;
      readonly facts: ScanFacts;
      /** null for a study stored without it. */
      readonly origin: ScanOrigin | null;
      readonly lesions: readonly LesionVoxels[];
    }
  | { readonly kind: 'edit'; readonly ticket: number; readonly shapes: readonly LesionShape[]; readonly edit: LesionEdit }
  | ({ readonly kind: 'objects'; readonly ticket: number } & ObjectsRequest)
  | { readonly kind: 'cancel' };

/** DICOM objects of a result as the reader left it, to be written on the slices that were read. */
export interface ObjectsRequest {
  readonly analysis: Analysis;
  readonly lesions: readonly LesionVoxels[];
  readonly keyImages: readonly KeyImage[];
  readonly wanted: readonly DicomObject[];
  readonly reader: Reader | null;
}

export interface ObjectsAnswer {
  readonly kind: 'objects';
  readonly ticket: number;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  readonly issues: readonly Issue[];
}

export interface EditAnswer {
  readonly kind: 'edited';
  readonly ticket: number;
  readonly shapes: readonly LesionShape[];
  /** Those whose numbers changed, as measured anew. */
  readonly measured: readonly AnalysisLesion[];
  readonly issues: readonly Issue[];
}

export type AnalyzeEvent =
  | { readonly kind: 'progress'; readonly stage: string; readonly fraction: number; readonly note: string | null }
  /** A slice of what was dropped, before the series is known. */
  | { readonly kind: 'preview'; readonly grid: Grid; readonly hu: Int16Array }
  /** The volume that slices will be written into; `hu` when page and worker share memory. */
  | { readonly kind: 'plan'; readonly grid: Grid; readonly hu: Int16Array | null }
  /** A slice is there; its voxels when memory is not shared. */
  | { readonly kind: 'slice'; readonly slice: number; readonly hu: Int16Array | null }
  /** The whole canonical volume; `hu` is null when the page has every voxel of it already. */
  | { readonly kind: 'volume'; readonly grid: Grid; readonly hu: Int16Array | null; readonly windows: readonly StatedWindow[] }
  | {
      readonly kind: 'done';
      readonly status: 'done' | 'part' | 'nothing' | 'refused';
      readonly analysis: Analysis | null;
      readonly issues: readonly Issue[];
      readonly lesions: readonly LesionVoxels[];
      readonly keyImages: readonly KeyImage[];
      readonly bone: BoneBlocks | null;
    }
  | EditAnswer
  | ObjectsAnswer
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

export type ReasonRequest =
  | ThinkRequest
  | { readonly kind: 'words' }
  | { readonly kind: 'case'; readonly text: string }
  | { readonly kind: 'study'; readonly text: string | null; readonly study: StudyQuestion };

export type ReasonAnswer =
  | ThinkAnswer
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly knowledgeVersion: string }
  | { readonly kind: 'case'; readonly answer: CaseAnswer | null; readonly issues: readonly Issue[] }
  | { readonly kind: 'study'; readonly answers: Readonly<Record<string, CaseAnswer>>; readonly issues: readonly Issue[] }
  | { readonly kind: 'failed'; readonly message: string };
