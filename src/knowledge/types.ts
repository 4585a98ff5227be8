import type { Mechanism } from '../core/index.ts';

export type FindingCategory = 'site' | 'compartment' | 'morph' | 'dist' | 'img' | 'hx' | 'ex' | 'lab' | 'drug' | 'proc' | 'fam' | 'demo';

/** A word of the vocabulary. Ids carry their category as prefix (docs/contract.md). */
export interface Term {
  readonly id: string;
  readonly label: string;
  readonly category: FindingCategory | 'condition' | 'diagnosis' | 'test';
  readonly synonyms: readonly string[];
  /** A child present makes its parents present; a parent absent makes its children absent. */
  readonly parents: readonly string[];
  /** `HP:0000979`, `loinc:17861-6`, `snomed:...`, `radlex:...`. */
  readonly codes: readonly string[];
  /** What it takes to know this finding, when it differs from what its category says (a gene test, histology). */
  readonly costTier?: CostTier;
  /** Says nothing more once one of these is present (the Ca x P product, once phosphate is known; an organ, once it is named). */
  readonly redundantWith?: readonly string[];
}

/** What it takes to learn a finding. */
export type CostTier = 'history' | 'exam' | 'lab' | 'imaging' | 'biopsy';

/** A laboratory test: how it is called, its units, and its reference intervals. */
export interface LabTest {
  readonly id: string;
  readonly label: string;
  readonly synonyms: readonly string[];
  readonly codes: readonly string[];
  /** UCUM unit that intervals are kept in; null for tests that are positive or negative. */
  readonly unit: string | null;
  /** g/mol, for mass-to-substance conversion. */
  readonly molarMass: number | null;
  readonly plausible: { readonly low: number; readonly high: number } | null;
  readonly intervals: readonly {
    readonly sex: 'male' | 'female' | 'any';
    readonly ageYears: readonly [number, number];
    readonly low: number | null;
    readonly high: number | null;
    readonly source: string;
  }[];
  /** Finding ids of the graded states, e.g. { low: 'lab-calcium-low', high: 'lab-calcium-high', positive: ... }. */
  readonly states: Readonly<Partial<Record<'low' | 'normal' | 'high' | 'positive' | 'negative', string>>>;
}

/** One probability with where it comes from. */
export interface Evidence {
  readonly finding: string;
  /** P(finding present | owner, soft-tissue calcification present). */
  readonly p: number;
  /** Beta pseudo-count: how well the number is known. */
  readonly weight: number;
  readonly basis: 'seen' | 'recalled' | 'expert-estimate';
  readonly n: number | null;
  /** Keys of {@link Knowledge.references}, or a sentence when there is no paper. */
  readonly sources: readonly string[];
  readonly note?: string;
  /** The kind of cause that the row was taken over from; absent when the cause says it itself. */
  readonly kind?: string;
}

/** What causes of one kind have in common: P(finding | a cause of this kind) where the cause itself says nothing. */
export interface Kind {
  readonly id: string;
  readonly label: string;
  readonly rows: Readonly<Record<string, number>>;
}

export interface Reference {
  readonly id: string;
  readonly citation: string;
  readonly doi: string | null;
  readonly pmid: string | null;
  /** PubMed Central, where neither DOI nor PMID was seen. */
  readonly pmcid: string | null;
  /** Why there is no identifier: it has none by its kind, or none could be confirmed from a page that was seen. Never guessed. */
  readonly noId: 'web-page' | 'meeting-abstract' | 'book' | 'not-found' | null;
  readonly url: string | null;
}

/** What the patient has: CKD, systemic sclerosis, trauma. Carries its own findings. */
export interface Condition {
  readonly id: string;
  readonly label: string;
  readonly synonyms: readonly string[];
  readonly codes: readonly string[];
  /** Conditions of one family exclude each other (the stages of kidney disease; the connective tissue diseases). */
  readonly family: string;
  /** More general conditions that this one is a kind of. */
  readonly parents: readonly string[];
  /** P(condition) in a person with soft-tissue calcification whose cause is another one. */
  readonly baseRate: number;
  readonly baseRateSources: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Another face of a cause: a share of its cases that looks otherwise as a whole. What it does not say is as in the cause. */
export interface Form {
  readonly id: string;
  readonly label: string;
  /** Share of the referred cases of the cause. */
  readonly share: number;
  /** Ages at which this face is met; null = as the cause. */
  readonly age: Diagnosis['age'] | null;
  readonly conditions: Diagnosis['conditions'];
  readonly evidence: readonly Evidence[];
}

/** A cause of calcification. */
export interface Diagnosis {
  readonly id: string;
  readonly label: string;
  readonly synonyms: readonly string[];
  readonly codes: readonly string[];
  readonly mechanism: Mechanism;
  /** Id of its kind, whose rows count where it has none. */
  readonly kind: string | null;
  readonly description: string;
  /** Relative weights by setting; the engine normalises. */
  readonly prior: { readonly incidental: number; readonly referral: number; readonly paediatric: number; readonly basis: string };
  readonly age: readonly { readonly band: readonly [number, number]; readonly weight: number }[];
  readonly femaleShare: number | null;
  /** P(condition | this cause). */
  readonly conditions: readonly { readonly condition: string; readonly p: number; readonly sources: readonly string[] }[];
  readonly evidence: readonly Evidence[];
  /** Faces beside the usual one; findings that belong together are then not weighed as if each came by itself. */
  readonly forms: readonly Form[];
  /** How often, in words, with what the words rest on. */
  readonly frequency: string;
  /** What tells it from its look-alikes; what to ask next. */
  readonly discriminators: readonly string[];
  readonly nextTests: readonly string[];
  /** Diagnoses that are mistaken for it. */
  readonly confusedWith: readonly string[];
  readonly references: readonly string[];
}

export interface Knowledge {
  readonly version: string;
  readonly terms: ReadonlyMap<string, Term>;
  readonly tests: ReadonlyMap<string, LabTest>;
  readonly conditions: ReadonlyMap<string, Condition>;
  /** `evidence` holds the rows taken over from its kind too. */
  readonly diagnoses: ReadonlyMap<string, Diagnosis>;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly references: ReadonlyMap<string, Reference>;
  /** P(finding present) when the cause says nothing about it. */
  readonly background: ReadonlyMap<string, Evidence>;
  /** Sets of findings of which at most one holds (lab-calcium-high, -normal, -low). */
  readonly exclusive: readonly (readonly string[])[];
}

/** What a name could mean. `exact` is null when no word is the same; `nearest` then says what is close. */
export interface NameMatch {
  readonly exact: Term | null;
  readonly nearest: readonly Term[];
}
