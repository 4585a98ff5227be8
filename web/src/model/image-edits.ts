import type { Compartment } from '../../../src/core/index.ts';
import type { AnalysisLesion } from '../../../src/report/index.ts';
import type { Mark } from './marks.ts';

/** A lesion after edits: its numbers as measured anew, and the voxels they were measured on. */
export type EditedLesion = AnalysisLesion & {
  /** Canonical-grid offsets, ascending. */
  readonly voxels: Int32Array;
  /** The compartment that the reader set; null = as measured. */
  readonly setCompartment: Compartment | null;
};

/** What a reader did on the images. */
export interface ImageEdits {
  /** All lesions as they stand; null while they are those that were found. */
  readonly lesions: readonly EditedLesion[] | null;
  readonly marks: readonly Mark[];
}

export const NO_IMAGE_EDITS: ImageEdits = { lesions: null, marks: [] };
