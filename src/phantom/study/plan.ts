import type { Acquisition, PatientIdentity, Pattern, Vector3 } from '../../core/index.ts';
import type { Body } from '../body/body.ts';
import type { Site } from '../lesion/index.ts';
import type { Decoy, DrawnLesion, Layer, Scene } from '../render/index.ts';

/** What a study adds to its body. */
export interface Contents {
  readonly lesions: readonly DrawnLesion[];
  /** Painted after the body: cysts, implants, contrast. */
  readonly layers?: readonly Layer[];
  readonly decoys?: readonly Decoy[];
  readonly artefact?: Scene['artefact'];
  /** Lesions wished for that found no room. */
  readonly unplaced?: number;
}

/** A phantom study before it is scanned. */
export interface Plan {
  readonly name: string;
  readonly pattern: Pattern;
  readonly body: () => Body;
  /** Middle and extent of what is scanned, LPS mm. */
  readonly centreMm: Vector3;
  readonly fieldMm: Vector3;
  readonly spacingMm: Vector3;
  readonly noiseHu: number;
  readonly psfSigmaMm: number;
  readonly noiseGrainMm: number;
  readonly edgeGain?: number;
  readonly fill: (site: Site) => Contents;
  readonly patient: PatientIdentity;
  readonly acquisition: Partial<Acquisition>;
  readonly caseFile: string;
}

export const gather = (lesions: readonly (DrawnLesion | null)[]): Pick<Contents, 'lesions' | 'unplaced'> => ({
  lesions: lesions.filter((each) => each !== null),
  unplaced: lesions.filter((each) => each === null).length,
});
