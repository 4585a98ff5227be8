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
}
