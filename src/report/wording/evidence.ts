import type { RankedCause } from '../analysis/index.ts';

export type EvidenceItem = RankedCause['evidence'][number];

/** Below this a finding moves the odds by less than a tenth and is not worth a line. */
const WORTH_SAYING_LOG10 = 0.04;

const strength = (each: EvidenceItem): number => Math.abs(each.log10LikelihoodRatio);
const strongestFirst = (a: EvidenceItem, b: EvidenceItem): number => strength(b) - strength(a) || (a.finding < b.finding ? -1 : 1);

/** Evidence for and against, each strongest first. */
export function splitEvidence(cause: Pick<RankedCause, 'evidence'>): { speaksFor: EvidenceItem[]; speaksAgainst: EvidenceItem[] } {
  const said = cause.evidence.filter((each) => strength(each) >= WORTH_SAYING_LOG10).sort(strongestFirst);
  return {
    speaksFor: said.filter((each) => each.log10LikelihoodRatio > 0),
    speaksAgainst: said.filter((each) => each.log10LikelihoodRatio < 0),
  };
}
