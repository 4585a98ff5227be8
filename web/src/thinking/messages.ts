import type { Extraction } from '../../../src/clinical/index.ts';
import type { Issue } from '../../../src/core/index.ts';
import type { CostTier, Evidence, Reference } from '../../../src/knowledge/index.ts';
import type { Differential, Explanation, RankedDiagnosis } from '../../../src/reasoning/index.ts';
import type { EnteredItem, EnteredLab, Entry } from '../model/entry.ts';
import type { Base } from './question.ts';

/** Facts turned round for the length of a thought, by finding or condition id. */
export type Changes = Readonly<Record<string, 'present' | 'absent' | 'unknown'>>;

/** Where the causes stand under changed facts. */
export interface Standing {
  readonly verdict: Differential['verdict'];
  readonly causes: readonly Omit<RankedDiagnosis, 'evidence'>[];
  readonly mechanism: Differential['mechanism'];
}

/** One step of a waterfall. `fact` null: before any finding. Odds are of the cause against all others, log10. */
export interface Step {
  readonly fact: string | null;
  readonly probability: number;
  readonly log10Odds: number;
  readonly change: number;
}

/** The interval of a test for this age and sex, in the test's own unit. */
export interface Range {
  readonly unit: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly source: string;
  /** The interval is one for adults, taken because the age is not known. */
  readonly assumed: boolean;
}

/** What a file or a text gave, ready to be confirmed. */
export interface Reading {
  readonly format: string;
  /** The text whose words are marked; null for files that are no text. */
  readonly text: string | null;
  readonly extractions: readonly Extraction[];
  readonly items: readonly ReadItem[];
  readonly labs: readonly ReadLab[];
  readonly patient: Pick<Entry, 'ageYears' | 'sex'>;
  readonly setting: Entry['setting'];
  readonly issues: readonly Issue[];
}
export interface ReadItem extends EnteredItem {
  readonly key: string;
  readonly span: readonly [number, number] | null;
}
export interface ReadLab extends EnteredLab {
  readonly key: string;
  readonly span: readonly [number, number] | null;
}

export interface CatalogEntry {
  readonly id: string;
  readonly label: string;
  readonly kind: 'diagnosis' | 'condition' | 'finding' | 'test';
  /** Mechanism of a cause, category of a finding, family of a condition, unit of a test. */
  readonly group: string;
  readonly synonyms: readonly string[];
  readonly codes: readonly string[];
  /** How many numbers the knowledge holds on it. */
  readonly numbers: number;
}

export interface ComparedRow {
  readonly finding: string;
  readonly label: string;
  readonly costTier: CostTier | null;
  /** Where the knowledge says nothing of a cause, `evidence` is null and `p` is the background. */
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** Expected information of the finding between the two at equal odds, bits. */
  readonly bits: number;
}
export interface ComparedSide {
  readonly p: number;
  readonly evidence: Evidence | null;
}
export interface Comparison {
  readonly labels: readonly [string, string];
  readonly mechanisms: readonly [string, string];
  readonly discriminators: readonly [readonly string[], readonly string[]];
  readonly rows: readonly ComparedRow[];
  readonly references: Readonly<Record<string, Reference>>;
}

/** A case of the library as it may be shown before the answer. */
export interface LibraryCase {
  readonly id: string;
  readonly who: string;
  readonly facts: number;
  readonly difficult: boolean;
}
export interface LibraryAnswer {
  readonly published: string;
  readonly accepted: readonly { readonly id: string; readonly label: string }[];
  readonly mechanism: string;
  readonly pattern: string | null;
  readonly citation: string;
  readonly link: string | null;
}

export interface Questions {
  ranges: {
    readonly ask: { readonly tests: readonly string[]; readonly age: string; readonly sex: string };
    readonly answer: Readonly<Record<string, Range | null>>;
  };
  read: { readonly ask: { readonly name: string; readonly text: string }; readonly answer: Reading };
  'what-if': { readonly ask: { readonly base: Base; readonly changes: Changes }; readonly answer: Standing | null };
  steps: {
    readonly ask: { readonly base: Base; readonly diagnosis: string; readonly order: readonly string[] };
    readonly answer: readonly Step[];
  };
  explain: { readonly ask: { readonly id: string }; readonly answer: Explanation | null };
  catalog: {
    readonly ask: object;
    readonly answer: { readonly entries: readonly CatalogEntry[]; readonly version: string; readonly references: number };
  };
  compare: { readonly ask: { readonly ids: readonly [string, string] }; readonly answer: Comparison | null };
  library: { readonly ask: object; readonly answer: readonly LibraryCase[] };
  'library-case': {
    readonly ask: { readonly id: string };
    readonly answer: { readonly text: string; readonly reading: Reading; readonly answer: LibraryAnswer } | null;
  };
}
export type QuestionKind = keyof Questions;
export type ThinkRequest = {
  [K in QuestionKind]: { readonly kind: 'think'; readonly of: K; readonly ask: Questions[K]['ask'] };
}[QuestionKind];
export interface ThinkAnswer {
  readonly kind: 'thought';
  readonly answer: Questions[QuestionKind]['answer'];
}
