import type { Acquisition, PatientIdentity, Vector3 } from '../../core/index.ts';
import type { PixelElement } from '../parse/index.ts';
import type { TransferSyntax } from '../syntax/index.ts';

/** How the samples of a frame are stored (PS3.3 C.7.6.3). */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly frames: number;
}

/** Stored value to output value (PS3.3 C.11.1): a lookup table, or slope and intercept. */
export interface ModalityTransform {
  readonly slope: number;
  readonly intercept: number;
  readonly lut: { readonly first: number; readonly values: readonly number[] } | null;
}

/** Stored values that stand for no measurement: `low..high`, both included (PS3.3 C.7.5.1.1.2). */
export interface Padding {
  readonly low: number;
  readonly high: number;
}

/** One frame in space; a plain CT slice is an instance with one. */
export interface Frame {
  readonly index: number;
  /** LPS mm, centre of the first pixel; null when the file does not say. */
  readonly positionMm: Vector3 | null;
  /** Row cosines (along a row, so index i), then column cosines. */
  readonly orientation: readonly number[] | null;
  /** [along a row, down a column] = PixelSpacing[1], PixelSpacing[0]; null when not stated. */
  readonly spacingMm: readonly [number, number] | null;
  readonly thicknessMm: number | null;
  readonly transform: ModalityTransform;
  /** False when neither a rescale nor a lookup table is stated, so that stored values stand as they are. */
  readonly rescaleStated: boolean;
  /** RescaleType (PS3.3 C.11.1.1.2); empty when not stated, which in a CT means HU. */
  readonly rescaleType: string;
  readonly frameType: readonly string[];
  /** What tells one pass over the body from another when positions repeat. */
  readonly stackId: string;
  readonly temporal: string;
  readonly acquisition: string;
}

export interface Instance {
  readonly path: string;
  readonly fileSize: number;
  readonly syntax: TransferSyntax;
  readonly inflated: boolean;
  readonly pixels: PixelElement | null;
  readonly format: PixelFormat | null;
  readonly frames: readonly Frame[];
  readonly padding: Padding | null;
  readonly lossy: boolean;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string | null;
  readonly modality: string;
  readonly imageType: readonly string[];
  readonly seriesDescription: string | null;
  readonly seriesNumber: number | null;
  readonly instanceNumber: number | null;
  readonly patient: PatientIdentity;
  readonly acquisition: Acquisition;
}
