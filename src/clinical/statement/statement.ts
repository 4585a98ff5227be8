import type { Issue } from '../../core/index.ts';
import type { Extraction, Setting } from '../types.ts';

/** What a source says, before the vocabulary is asked what it means. Every reader ends here. */
export interface Statement {
  readonly list: 'finding' | 'condition' | 'drug' | 'procedure';
  /** As written. */
  readonly name: string;
  /** `HP:0000979`, `snomed:...`, `icd10:...`, `rxnorm:...`; may be empty. */
  readonly codes: readonly string[];
  readonly state: 'present' | 'absent' | 'uncertain';
  /** As given, 0..1; null = the state alone. */
  readonly probability: number | null;
  readonly subject: 'patient' | 'family';
  readonly site: string | null;
  readonly date: string | null;
  readonly where: string;
  /** The vocabulary id or name, when the reader (text, a map of codes) already found it. */
  readonly meaning?: string;
  /** `text`: read from prose, believed a little less; `record`: another system's list, where unknown names are no fault. */
  readonly origin?: 'text' | 'record';
}

/** A result as it stood, before its test and unit are known. */
export interface RawLab {
  readonly test: string;
  readonly codes: readonly string[];
  readonly value: number | string | null;
  readonly unit: string | null;
  readonly flag: string | null;
  readonly date: string | null;
  readonly low: number | null;
  readonly high: number | null;
  /** `8.5-10.5`, `<5`; used when low and high are not given apart. */
  readonly range: string | null;
  readonly where: string;
}

export interface RawPatient {
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly heightCm: number | null;
}

/** All that one input said. */
export interface Fragment {
  readonly source: string;
  readonly format: string;
  readonly patient: RawPatient;
  readonly setting: Setting | null;
  readonly statements: readonly Statement[];
  readonly labs: readonly RawLab[];
  readonly notes: readonly string[];
  readonly extractions: readonly (Extraction & { readonly key: string })[];
  readonly issues: readonly Issue[];
}

export const UNKNOWN_RAW_PATIENT: RawPatient = { ageYears: null, sex: null, id: null, name: null, birthDate: null, heightCm: null };

export const emptyFragment = (source: string, format: string, issues: readonly Issue[] = []): Fragment => ({
  source,
  format,
  patient: UNKNOWN_RAW_PATIENT,
  setting: null,
  statements: [],
  labs: [],
  notes: [],
  extractions: [],
  issues,
});
