import type { PatientIdentity } from '../volume/index.ts';

/** What a stated distance between pixels means (PS3.3 10.7.1.3). */
export type RadiographScale =
  /** PixelSpacing corrected for magnification by geometry or by a fiducial: lengths in the patient. */
  | 'calibrated'
  /** ImagerPixelSpacing, or PixelSpacing equal to it: lengths at the detector, larger than in the patient. */
  | 'detector'
  /** ImagerPixelSpacing divided by the stated magnification. */
  | 'magnification-corrected'
  /** PixelSpacing alone (CR): the file does not say at which plane. */
  | 'unstated'
  /** No spacing: lengths cannot be given. */
  | 'none';

/** A projection image. Values grow with what was in the way of the beam, whatever the photometric interpretation. */
export interface Radiograph {
  /** [columns, rows]. */
  readonly size: readonly [number, number];
  /** [along a row, down a column] in mm; null when `scale` is `none`. */
  readonly spacingMm: readonly [number, number] | null;
  readonly scale: RadiographScale;
  /** Row by row, after the modality transform; MONOCHROME1 was turned so that dense is high. */
  readonly values: Float32Array;
  readonly range: { readonly low: number; readonly high: number };
  readonly inverted: boolean;
  readonly modality: string;
  readonly laterality: 'left' | 'right' | 'both' | 'unpaired' | null;
  /** ViewPosition: AP, PA, LL and the like. */
  readonly view: string | null;
  readonly bodyPartExamined: string | null;
  /** PatientOrientation: where rows and columns run, as `['L', 'F']`. */
  readonly orientation: readonly string[];
  /** null = the file does not say whether text is burned in. */
  readonly burnedIn: boolean | null;
  readonly lossy: boolean;
  readonly source: {
    readonly path: string;
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly studyInstanceUid: string | null;
    readonly seriesInstanceUid: string | null;
    readonly patient: PatientIdentity;
    readonly studyDate: string | null;
    readonly manufacturer: string | null;
  };
}
