import type { Compartment, Grid, Morphology, Region, Side, Vector3 } from '../../core/index.ts';
import type { Field, Shape } from '../shape/index.ts';

/** One thing of the body; later layers cover earlier ones. */
export interface Layer {
  readonly name: string;
  readonly shape: Shape;
  /** HU of the material, or its HU at a point. */
  readonly hu: number | Field;
  /** What lies deeper than `depthMm` under the same surface: marrow under cortex, fat under skin. */
  readonly core?: { readonly depthMm: number; readonly hu: number | Field };
}

/** A lesion as drawn. Volume and centroid come from the shape's equation. */
export interface DrawnLesion {
  readonly shape: Shape;
  readonly hu: number | Field;
  readonly materialHu: number;
  readonly volumeMm3: number;
  readonly centroidMm: Vector3;
  readonly compartment: Compartment;
  readonly morphology: Morphology;
  readonly region: Region;
  readonly side: Side;
  readonly touchesBone: boolean;
  readonly expected: string | null;
}

export interface Decoy {
  readonly kind: string;
  readonly centroidMm: Vector3;
}

export interface Scene {
  readonly layers: readonly Layer[];
  readonly lesions: readonly DrawnLesion[];
  readonly decoys: readonly Decoy[];
  /** Added to the blurred, noiseless image: metal streaks. */
  readonly artefact?: { readonly hu: Field; readonly lowZ: number; readonly highZ: number };
}

/** How the scene is scanned. */
export interface Scan {
  readonly grid: Grid;
  /** Gaussian point spread, standard deviation, in every direction. */
  readonly psfSigmaMm: number;
  /** Standard deviation inside the body. */
  readonly noiseHu: number;
  /** In-plane standard deviation of the noise grain; 0 = white. */
  readonly noiseGrainMm: number;
  /** Unsharp part of a sharp kernel: 0 = none. */
  readonly edgeGain: number;
  readonly noiseSeed: number;
}
