/** The words every room shares (docs/contract.md). Exact strings: outside tools rely on them. */
export const COMPARTMENTS = [
  'skin',
  'subcutaneous',
  'fascia',
  'muscle',
  'tendon',
  'articular',
  'periarticular',
  'artery',
  'vein',
  'lymph-node',
  'viscera',
  'cartilage',
  'other',
] as const;
export type Compartment = (typeof COMPARTMENTS)[number];

export const PATTERNS = ['circumscripta', 'universalis', 'tumoral', 'vascular', 'periarticular', 'mixed', 'none'] as const;
export type Pattern = (typeof PATTERNS)[number];

export const MECHANISMS = [
  'dystrophic',
  'metastatic',
  'idiopathic',
  'iatrogenic',
  'calciphylaxis',
  'ossification',
  'neoplastic',
  'vascular',
  'crystal',
  'physiological',
  'other',
] as const;
export type Mechanism = (typeof MECHANISMS)[number];

export const MORPHOLOGIES = [
  'punctate',
  'nodular',
  'linear',
  'sheet',
  'reticular',
  'cloud-like',
  'lobulated',
  'fluid-level',
  'ring',
  'ring-and-arc',
  'tram-track',
  'eggshell',
  'zonal',
] as const;
export type Morphology = (typeof MORPHOLOGIES)[number];

export const MINERALS = ['calcification', 'ossification'] as const;
export type Mineral = (typeof MINERALS)[number];

/** Body regions that a lesion can lie in; the finding is `site-<region>`. */
export const REGIONS = [
  'head',
  'face',
  'neck',
  'shoulder',
  'axilla',
  'upper-arm',
  'elbow',
  'forearm',
  'wrist',
  'hand',
  'finger',
  'chest-wall',
  'breast',
  'mediastinum',
  'lung',
  'back',
  'abdominal-wall',
  'abdomen',
  'pelvis',
  'buttock',
  'groin',
  'hip',
  'thigh',
  'knee',
  'lower-leg',
  'ankle',
  'foot',
  'unknown',
] as const;
export type Region = (typeof REGIONS)[number];

export type Side = 'left' | 'right' | 'midline' | 'unknown';

/** Probabilities over a closed list; members that are not named have probability 0; sums to 1. */
export type Distribution<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** The likeliest member; ties go to the name that comes first in the object. */
export function likeliest<Name extends string>(distribution: Distribution<Name>): Name {
  let best: Name | null = null;
  let top = -1;
  for (const name of Object.keys(distribution) as Name[]) {
    const value = distribution[name] ?? 0;
    if (value > top) {
      top = value;
      best = name;
    }
  }
  if (best === null) throw new RangeError('an empty distribution has no likeliest member');
  return best;
}

/**
 * A finding as evidence. `probability` is soft evidence: what an observer who saw only this measurement and held
 * even odds would believe, so its likelihood ratio is p / (1 - p) (virtual evidence, Pearl 1988). A finding that was
 * not looked for is not listed: unknown is not absent.
 */
export interface Finding {
  readonly finding: string;
  readonly state: 'present' | 'absent' | 'uncertain';
  readonly probability: number;
  readonly from: 'image' | 'clinical' | 'reader';
  /** What it was read from: lesion ids, a line of the record, a rule. */
  readonly because?: readonly string[];
}
