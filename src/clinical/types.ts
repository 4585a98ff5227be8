import type { Finding, Issue } from '../core/index.ts';

export type Setting = 'incidental' | 'referral' | 'paediatric';

/** A result as reported, with what it was taken to mean. */
export interface LabResult {
  /** Test id of the vocabulary, e.g. `calcium`. */
  readonly test: string;
  readonly value: number | null;
  readonly unit: string | null;
  readonly flag: 'positive' | 'negative' | 'low' | 'normal' | 'high' | null;
  readonly date: string | null;
  /** The report's own interval, in the reported unit. */
  readonly referenceLow: number | null;
  readonly referenceHigh: number | null;
  /** In the test's own unit, converted; null when it could not be. */
  readonly normalized: { readonly value: number; readonly unit: string } | null;
  readonly grade: 'low' | 'normal' | 'high' | 'positive' | 'negative' | 'ungraded';
  /** The interval used and where it is from. */
  readonly gradedBy: string | null;
  /** Where it stood: file and line, FHIR id, HL7 segment. */
  readonly where: string;
  /** `<6` is value 6 with `<`. */
  readonly comparator?: '<' | '<=' | '>' | '>=';
  /** The result as written, when it is more than a number (`1:160 speckled`). */
  readonly text?: string;
  /** Named as corrected for albumin by the report: not corrected again. */
  readonly corrected?: boolean;
  /** True when the value lies outside what a living person can have: kept and questioned. */
  readonly implausible?: boolean;
}

/** All dated results of one test, oldest first, in the test's own unit. */
export interface LabTrend {
  readonly test: string;
  readonly unit: string;
  readonly points: readonly { readonly date: string; readonly value: number; readonly where: string }[];
}

/** Something the record says that the model has no word for, or that speaks of a relative: kept, shown, not used. */
export interface Recorded {
  readonly kind: 'finding' | 'condition' | 'drug' | 'procedure' | 'lab' | 'family' | 'diagnosis';
  readonly text: string;
  readonly state: 'present' | 'absent' | 'uncertain';
  readonly where: string;
  readonly why: string;
}

/** A procedure, injection or infusion with its place, to be held against where the lesions lie. */
export interface LocatedProcedure {
  readonly name: string;
  /** Finding id, or null when the vocabulary has none. */
  readonly finding: string | null;
  readonly site: string | null;
  readonly side: 'left' | 'right' | 'both' | null;
  readonly date: string | null;
  readonly where: string;
}

/** One thing read in free text, with the words it was read from; `readClinical` takes the keys of those that were rejected. */
export interface Extraction {
  readonly kind:
    | 'finding'
    | 'condition'
    | 'lab'
    | 'drug'
    | 'procedure'
    | 'age'
    | 'sex'
    | 'duration'
    | 'family'
    | 'diagnosis'
    | 'not-understood';
  /** Vocabulary id; null for ages, durations and what was not understood. */
  readonly id: string | null;
  readonly label: string;
  readonly state: 'present' | 'absent' | 'uncertain';
  readonly probability: number;
  readonly subject: 'patient' | 'family';
  readonly side: 'left' | 'right' | 'both' | null;
  /** Characters [start, end) of the text. */
  readonly span: readonly [number, number];
  readonly words: string;
  /** The cue that turned it: `no`, `denies`, `cannot be excluded`, `mother`. */
  readonly cue: string | null;
  /** Number with unit, for labs, ages and durations. */
  readonly value?: { readonly number: number | null; readonly text: string; readonly unit: string | null };
  /** A laboratory result as it stood, to be converted and graded. */
  readonly result?: {
    readonly value: string | null;
    readonly unit: string | null;
    readonly flag: string | null;
    readonly range: string | null;
  };
}

/** A value computed from others: corrected calcium, Ca x P, eGFR. */
export interface DerivedValue {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly method: string;
  readonly from: readonly string[];
  readonly grade: 'low' | 'normal' | 'high' | 'ungraded';
}

/** One patient's history and results, whatever they came from. */
export interface ClinicalFacts {
  readonly patient: {
    readonly ageYears: number | null;
    readonly sex: 'male' | 'female' | 'other' | null;
    readonly id: string | null;
    readonly name: string | null;
    readonly birthDate: string | null;
  };
  readonly setting: Setting | null;
  /** History, examination, imaging as told, drugs, procedures, family history and graded labs, as evidence. */
  readonly findings: readonly Finding[];
  /** Condition ids known present or absent. */
  readonly conditions: readonly { readonly condition: string; readonly state: 'present' | 'absent'; readonly where: string }[];
  readonly labs: readonly LabResult[];
  readonly derived: readonly DerivedValue[];
  /** Free text given under `notes`, kept whole. */
  readonly notes: string | null;
  /** Earlier results beside those that count. */
  readonly trends?: readonly LabTrend[];
  /** What was said and not used, so that nothing is dropped in silence. */
  readonly recorded?: readonly Recorded[];
  readonly procedures?: readonly LocatedProcedure[];
  /** What free text gave, each with its words; `where` of the finding names it. */
  readonly extractions?: readonly (Extraction & { readonly source: string; readonly key: string })[];
  /** The inputs read and what each was taken for. */
  readonly sources?: readonly { readonly name: string; readonly format: string }[];
}

export interface ClinicalReading {
  /** null when the input was refused whole; the issues say why. */
  readonly facts: ClinicalFacts | null;
  readonly issues: readonly Issue[];
}
