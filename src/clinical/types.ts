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
}

export interface ClinicalReading {
  /** null when the input was refused whole; the issues say why. */
  readonly facts: ClinicalFacts | null;
  readonly issues: readonly Issue[];
}
