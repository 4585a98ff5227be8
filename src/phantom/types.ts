import type { Compartment, Issue, Morphology, Pattern, Region, Side, Vector3, Volume } from '../core/index.ts';

/** What is known of a made lesion, from its equation and not from the noisy voxels. */
export interface TrueLesion {
  readonly id: string;
  /** Label value in `labels`. */
  readonly label: number;
  readonly centroidMm: Vector3;
  /** Analytic volume. */
  readonly volumeMm3: number;
  /** Equivalent sphere diameter. */
  readonly diameterMm: number;
  /** HU of the pure material, and the highest HU after blur, before noise. */
  readonly materialHu: number;
  readonly peakHu: number;
  readonly compartment: Compartment;
  readonly morphology: Morphology;
  readonly region: Region;
  readonly side: Side;
  readonly touchesBone: boolean;
  readonly expected: string | null;
}

export interface Phantom {
  readonly name: string;
  readonly seed: number;
  readonly volume: Volume;
  /** Lesion label per voxel (majority, before blur), 0 = none. */
  readonly labels: Uint16Array;
  readonly truth: {
    readonly name: string;
    readonly seed: number;
    readonly pattern: Pattern;
    readonly lesions: readonly TrueLesion[];
    /** Bright things that must not be reported: metal, contrast, bone islands. */
    readonly decoys: readonly { readonly kind: string; readonly centroidMm: Vector3 }[];
    readonly noiseHu: number;
    readonly psfSigmaMm: number;
  };
  /** A clinical file (contract's case file, YAML text) that goes with the study. */
  readonly caseFile: string;
  readonly issues: readonly Issue[];
}
