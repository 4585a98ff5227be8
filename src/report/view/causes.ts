import type { Analysis, AnalysisGroup, RankedCause } from '../analysis/index.ts';
import {
  type EvidenceItem,
  factorWords,
  findingWords,
  percentRangeWords,
  percentWords,
  plainWords,
  splitEvidence,
} from '../wording/index.ts';
import type { Bar, CauseFigure } from './types.ts';

type Cited = Pick<Analysis, 'labels' | 'references'>;

/** Numbers of sources in the list of references; a source that is a sentence has none. */
const numbersOf = (analysis: Cited, sources: readonly string[]): number[] => {
  const ids = Object.keys(analysis.references);
  return sources.map((id) => ids.indexOf(id) + 1).filter((each) => each > 0);
};

/** One cause with the evidence both ways, at most `most` bars on each side. */
export function causeFigure(
  analysis: Cited,
  group: Pick<AnalysisGroup, 'findings'>,
  cause: RankedCause,
  about: { rank: number; most: number; cite: boolean },
): CauseFigure {
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const bars = (items: readonly EvidenceItem[]): Bar[] =>
    items.slice(0, about.most).map((each) => ({
      label: findingWords(analysis.labels, group, each.finding),
      log10: each.log10LikelihoodRatio,
      factor: factorWords(each.log10LikelihoodRatio),
      references: about.cite ? numbersOf(analysis, each.sources) : [],
    }));
  return {
    rank: about.rank,
    label: cause.label,
    mechanism: plainWords(cause.mechanism),
    probability: cause.probability,
    interval: cause.interval,
    probabilityWords: percentWords(cause.probability),
    intervalWords: percentRangeWords(cause.interval),
    speaksFor: bars(speaksFor),
    speaksAgainst: bars(speaksAgainst),
    moreFor: Math.max(0, speaksFor.length - about.most),
    moreAgainst: Math.max(0, speaksAgainst.length - about.most),
  };
}
