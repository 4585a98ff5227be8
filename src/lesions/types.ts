import type { Surroundings } from '../anatomy/types.ts';
import type { Compartment, Distribution, Finding, Issue, Mineral, Morphology, Pattern, Region, Side, Vector3 } from '../core/index.ts';

/** A calcification, measured. Numbers follow docs/contract.md: LPS mm, mm3, mg, HU. */
export interface Lesion {
  readonly id: string;
  readonly number: number;
  readonly centroidMm: Vector3;
  readonly boundingBoxMm: readonly [Vector3, Vector3];
  /** Partial-volume corrected. */
  readonly volumeMm3: number;
  /** 95 % interval of the true volume: noise, blur, tissue underneath, shape and slice. Noise alone: `volumeRepeatsWithin` of the measures. */
  readonly volumeIntervalMm3: readonly [number, number];
  /** Volume of the voxels above the threshold, uncorrected. */
  readonly thresholdVolumeMm3: number;
  readonly massMg: number;
  readonly agatston: number;
  readonly meanHu: number;
  readonly maxHu: number;
  readonly longestDiameterMm: number;
  readonly surfaceMm2: number;
  readonly depthFromSkinMm: number | null;
  readonly distanceToBoneMm: number | null;
  readonly distanceToJointMm: number | null;
  readonly compartment: Compartment;
  readonly compartmentProbability: Distribution<Compartment>;
  readonly surroundings: Surroundings;
  readonly region: Region;
  readonly side: Side;
  readonly morphology: Morphology;
  readonly morphologyProbability: Distribution<Morphology>;
  /** The numbers that named the morphology: elongation, flatness, core-to-rim ratio... */
  readonly morphologyMeasures: Readonly<Record<string, number>>;
  readonly mineral: Mineral;
  readonly mineralProbability: Distribution<Mineral>;
  /** `costal-cartilage` and the like: physiological or expected for age; null = part of the question. */
  readonly expected: string | null;
  /** Canonical-grid voxel offsets, ascending. */
  readonly voxels: Int32Array;
}

/** What grouping and patterns rest on: all of a lesion but its voxels. */
export type LesionFacts = Omit<Lesion, 'voxels'>;

/** Bright, but not reported as calcification. Kept, and shown on request. */
export interface Excluded {
  readonly reason: 'bone' | 'tooth' | 'contrast' | 'metal' | 'streak' | 'table' | 'device' | 'noise' | 'outside';
  readonly centroidMm: Vector3;
  readonly boundingBoxMm: readonly [Vector3, Vector3];
  readonly volumeMm3: number;
  readonly maxHu: number;
  /** The numbers behind the reason. */
  readonly measures: Readonly<Record<string, number>>;
}

/** Lesions of one process: the aortic wall; pelvic phleboliths; gluteal nodules; a periarticular mass. */
export interface LesionGroup {
  readonly id: string;
  readonly label: string;
  readonly lesionIds: readonly string[];
  readonly volumeMm3: number;
  readonly pattern: Pattern;
  readonly patternProbability: Distribution<Pattern>;
  /** Which rules fired, with the counts that fired them. */
  readonly patternRules: readonly { readonly rule: string; readonly fired: boolean; readonly counts: Readonly<Record<string, number>> }[];
  readonly extent: 'localized' | 'regional' | 'widespread';
  /** True for physiological or expected calcification, kept apart from the question. */
  readonly expected: boolean;
  /** Imaging findings: `compartment-*`, `morph-*`, `dist-*`, `site-*`. */
  readonly findings: readonly Finding[];
}

export interface LesionReading {
  readonly lesions: readonly Lesion[];
  readonly groups: readonly LesionGroup[];
  readonly excluded: readonly Excluded[];
  readonly issues: readonly Issue[];
}
