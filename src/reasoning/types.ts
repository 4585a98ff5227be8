import type { Setting } from '../clinical/types.ts';
import type { Finding, Mechanism } from '../core/index.ts';

/** What a differential is asked on: one group's imaging findings with the shared clinical facts. */
export interface Question {
  readonly findings: readonly Finding[];
  readonly conditions: readonly { readonly condition: string; readonly state: 'present' | 'absent' }[];
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
  readonly setting: Setting;
}

export interface EvidenceItem {
  readonly finding: string;
  /** log10 P(finding | this) / P(finding | all others, weighted by their posterior). Negative = against. */
  readonly log10LikelihoodRatio: number;
  /** The same against the runner-up (or, for the runner-up, against the first). */
  readonly log10VersusRunnerUp: number;
  readonly sources: readonly string[];
}

export interface RankedDiagnosis {
  /** A diagnosis id, or `none-of-these`. */
  readonly diagnosis: string;
  readonly label: string;
  readonly mechanism: Mechanism;
  readonly probability: number;
  /** 90 % credible interval from the Betas. */
  readonly interval: readonly [number, number];
  readonly evidence: readonly EvidenceItem[];
}

/** Shaped like the reasoning fields of a group in docs/contract.md. */
export interface Differential {
  readonly verdict: 'ranked' | 'not-enough-information';
  readonly findings: readonly Finding[];
  readonly mechanism: readonly {
    readonly mechanism: Mechanism;
    readonly probability: number;
    readonly interval: readonly [number, number];
  }[];
  readonly differential: readonly RankedDiagnosis[];
  readonly systematicPath: readonly { readonly step: string; readonly answer: string; readonly because: readonly string[] }[];
  readonly disagreement: string | null;
  readonly nextTests: readonly {
    readonly test: string;
    readonly expectedInformationBits: number;
    readonly costTier: 'history' | 'exam' | 'lab' | 'imaging' | 'biopsy';
  }[];
  readonly safetyGates: readonly { readonly gate: string; readonly why: readonly string[]; readonly action: string }[];
  /** Findings given that no cause in the knowledge says anything about. */
  readonly unexplained: readonly string[];
  /** What the answer would be without one piece of evidence, where that changes it; the weightiest first. */
  readonly counterfactuals?: readonly Counterfactual[];
  /** Two causes at once, where one alone does not explain the findings; the likeliest first, mostly empty. */
  readonly combinations?: readonly Combination[];
}

export interface Counterfactual {
  /** Finding or condition id, or `demo-age`, `demo-sex`. */
  readonly without: string;
  /** The first of the ranking then. */
  readonly diagnosis: string;
  readonly label: string;
  readonly probability: number;
  /** What the first of the ranking as it stands would have then. */
  readonly firstProbability: number;
}

export interface Combination {
  readonly diagnoses: readonly [string, string];
  /** log10 odds of both together over the best single cause. */
  readonly log10OddsOverSingle: number;
  /** Findings that each of the two accounts for and the other does not. */
  readonly explains: readonly [readonly string[], readonly string[]];
}
