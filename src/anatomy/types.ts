import type { Compartment, Distribution, Grid, Issue, Region, Side, Vector3 } from '../core/index.ts';
import type { BitMask } from '../kernels/types.ts';

/** One tissue per voxel; the number is the voxel's value in `anatomy.nii.gz` and in {@link Anatomy.tissue}. */
export const TISSUES = {
  outside: 0,
  table: 1,
  skin: 2,
  subcutaneousFat: 3,
  fascia: 4,
  muscle: 5,
  boneCortex: 6,
  boneMarrow: 7,
  cavitySoftTissue: 8,
  cavityFat: 9,
  lung: 10,
  airway: 11,
  bowelGas: 12,
  artery: 13,
  vein: 14,
  enhancedBlood: 15,
  cartilage: 16,
  joint: 17,
  tooth: 18,
  metal: 19,
  tendon: 20,
  deepFat: 21,
  oralContrast: 22,
  urinaryContrast: 23,
  brain: 24,
} as const;
export type Tissue = keyof typeof TISSUES;
export type TissueCode = (typeof TISSUES)[Tissue];

/** What the technique allows, measured on the image. */
export interface Technique {
  readonly noiseHu: number;
  /** In-plane resolution estimate (standard deviation of a Gaussian PSF), mm. */
  readonly psfSigmaMm: number;
  readonly muscleHu: number;
  readonly fatHu: number;
  readonly candidateThresholdHu: number;
  /** Upper threshold of the hysteresis. */
  readonly seedThresholdHu: number;
  readonly contrast: { readonly value: 'none' | 'arterial' | 'portal' | 'delayed' | 'oral' | 'unknown'; readonly probability: number };
  readonly metal: boolean;
  readonly truncated: boolean;
}

/** The measurements at one point that a compartment is concluded from; mm, null = nothing of the kind in the volume. */
export interface Surroundings {
  readonly depthFromSkinMm: number | null;
  readonly distanceToBoneMm: number | null;
  readonly distanceToJointMm: number | null;
  readonly distanceToArteryMm: number | null;
  readonly distanceToFasciaMm: number | null;
  /** Share of each tissue in the shell around the voxels asked about. */
  readonly tissueShare: Readonly<Partial<Record<Tissue, number>>>;
}

/** Anatomy of one volume, on the volume's own canonical grid (axes +L, +P, +S). */
export interface Anatomy {
  readonly grid: Grid;
  /** One of {@link TISSUES} per voxel. */
  readonly tissue: Uint8Array;
  readonly body: BitMask;
  /** Bone with marrow, filled. A calcification that touches bone is not in it. */
  readonly bone: BitMask;
  readonly technique: Technique;
  readonly bodyRegions: readonly Region[];
  /** Region and side of a patient point (LPS mm). */
  locate(pointMm: Vector3): { readonly region: Region; readonly side: Side };
  /** Around the given voxels (offsets into the grid): what lies about them and how far the landmarks are. */
  surroundings(voxels: Int32Array): Surroundings;
  readonly issues: readonly Issue[];
}

/** How likely each compartment is for a lesion, with the rule's inputs. */
export interface CompartmentVerdict {
  readonly probability: Distribution<Compartment>;
  readonly surroundings: Surroundings;
}
