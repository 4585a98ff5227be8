import type { Anatomy } from '../../anatomy/types.ts';
import type { ClinicalFacts } from '../../clinical/types.ts';
import type { Issue, Pattern, Reading } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { LesionReading } from '../../lesions/types.ts';
import type { Differential } from '../../reasoning/types.ts';

/** The part of the knowledge that puts words to ids. */
export type Words = Pick<Knowledge, 'version' | 'terms' | 'tests' | 'conditions' | 'diagnoses' | 'references'>;

/** What the run itself has to say. Times and memory live here alone; all else must be the same on every run. */
export interface RunParts {
  /** Plain JSON; hashed with keys sorted. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Over pixels, geometry and clinical input; without it, the reading's own. */
  readonly inputHash?: string;
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt?: string | null;
}

export type Decision = 'accepted' | 'rejected';

/** Everything one analysis is made of. */
export interface AnalysisParts {
  readonly reading: Reading;
  /** null when there was no volume. */
  readonly anatomy: Pick<Anatomy, 'technique' | 'bodyRegions' | 'issues'> | null;
  /** `given` when a segmentation from elsewhere took precedence. */
  readonly anatomySource?: 'measured' | 'given';
  readonly lesionReading: LesionReading | null;
  readonly facts: ClinicalFacts | null;
  /** By group id. A group that is not in it was not asked about. */
  readonly differentials: ReadonlyMap<string, Differential>;
  readonly words: Words;
  /** The clinical reading's, the reasoning's and the pipeline's; those inside the other parts are added here. */
  readonly issues: readonly Issue[];
  /** The reader's, by lesion id. */
  readonly decisions?: ReadonlyMap<string, Decision>;
  readonly run: RunParts;
}

/** A case without image: one question, one answer. */
export interface CaseParts {
  readonly label: string;
  readonly facts: ClinicalFacts;
  readonly differential: Differential;
  /** Concluded from the stated findings; `none` when nothing was stated. */
  readonly pattern?: {
    readonly pattern: Pattern;
    readonly patternProbability: Readonly<Partial<Record<Pattern, number>>>;
    readonly patternRules: readonly { readonly rule: string; readonly fired: boolean; readonly counts: Readonly<Record<string, number>> }[];
  };
  readonly words: Words;
  readonly issues: readonly Issue[];
  readonly run: RunParts & { readonly inputHash: string };
}
