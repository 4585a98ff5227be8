import type { Analysis, AnalysisGroup, AnalysisLesion, RankedCause } from '../analysis/index.ts';
import { splitEvidence } from './evidence.ts';
import { findingWords, plainWords } from './names.ts';
import { factorWords, lengthWords, likelihoodWords, percentRangeWords, volumeRangeWords, volumeWords } from './numbers.ts';

/** What a report says first of one group. Plain text: each view sets it in its own way. */
export interface GroupImpression {
  readonly groupId: string;
  readonly heading: string;
  /** How much and where. */
  readonly measured: string;
  /** Mechanism in words, or why there is no answer. */
  readonly conclusion: string;
  readonly causes: readonly {
    readonly label: string;
    readonly chance: string;
    readonly reasons: string;
    readonly speaksFor: string;
    readonly speaksAgainst: string;
  }[];
}

export interface Impression {
  readonly groups: readonly GroupImpression[];
  /** Expected or physiological calcification, in one sentence; null when there is none. */
  readonly expected: string | null;
  /** Said when nothing of the question was found. */
  readonly nothing: string | null;
}

const CAUSES_SAID = 3;
/** Causes after the first are said only when they are worth a thought. */
const WORTH_SAYING = 0.03;
const REASONS_FOR = 2;
const REASONS_AGAINST = 1;

/** Lesions of a group that the reader did not reject. */
export const lesionsOf = (analysis: Pick<Analysis, 'lesions'>, group: AnalysisGroup): AnalysisLesion[] => {
  const ids = new Set(group.lesionIds);
  return analysis.lesions.filter((each) => ids.has(each.id) && each.decision !== 'rejected');
};

/** Volume of several lesions with its interval; errors of separate lesions are taken as independent, so widths add in squares. */
export function totalVolume(lesions: readonly AnalysisLesion[]): { mm3: number; interval: [number, number] } {
  let [sum, below, above] = [0, 0, 0];
  for (const { volumeMm3, volumeIntervalMm3 } of lesions) {
    sum += volumeMm3;
    below += (volumeMm3 - volumeIntervalMm3[0]) ** 2;
    above += (volumeIntervalMm3[1] - volumeMm3) ** 2;
  }
  return { mm3: sum, interval: [Math.max(0, sum - Math.sqrt(below)), sum + Math.sqrt(above)] };
}

/** `subcutaneous`, or the two commonest by volume. */
export function mainCompartments(lesions: readonly AnalysisLesion[]): string {
  const volumes = new Map<string, number>();
  for (const each of lesions) volumes.set(each.compartment, (volumes.get(each.compartment) ?? 0) + each.volumeMm3);
  const ordered = [...volumes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => plainWords(name));
  return ordered.length > 2 ? `${ordered.slice(0, 2).join(', ')} and others` : ordered.join(' and ');
}

export const patternWords = (group: Pick<AnalysisGroup, 'pattern'>): string =>
  group.pattern === 'none' ? 'no named pattern' : `${group.pattern} pattern`;

/** The two strongest reasons for a cause and the strongest against it, each with its factor on the odds. */
function reasonsOf(
  analysis: Pick<Analysis, 'labels'>,
  group: Pick<AnalysisGroup, 'findings'>,
  cause: RankedCause,
): { speaksFor: string; speaksAgainst: string } {
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const say = (items: typeof speaksFor): string =>
    items.map((each) => `${findingWords(analysis.labels, group, each.finding)} ${factorWords(each.log10LikelihoodRatio)}`).join(', ');
  return { speaksFor: say(speaksFor.slice(0, REASONS_FOR)), speaksAgainst: say(speaksAgainst.slice(0, REASONS_AGAINST)) };
}

const reasonsSentence = ({ speaksFor, speaksAgainst }: { speaksFor: string; speaksAgainst: string }): string =>
  [
    speaksFor ? `for: ${speaksFor}` : 'nothing found speaks for it',
    speaksAgainst ? `against: ${speaksAgainst}` : 'nothing found speaks against it',
  ].join('; ');

/** The ranking without "none of these", which is a probability and not a cause. */
export const namedCauses = (group: Pick<AnalysisGroup, 'differential'>): RankedCause[] =>
  group.differential.filter((each) => each.diagnosis !== 'none-of-these');

/** What was concluded of a group or of a case without images, in one sentence. */
export function conclusionOf(group: Pick<AnalysisGroup, 'verdict' | 'mechanism'>): string {
  if (group.verdict === 'not-asked') return 'No cause was asked for.';
  if (group.verdict === 'not-enough-information') return 'Not enough information to rank causes; the order leans on how common they are.';
  const first = group.mechanism[0];
  if (!first) return 'No mechanism stands out.';
  return `Mechanism: ${plainWords(first.mechanism)}, ${likelihoodWords(first.probability)} (${percentRangeWords(first.interval)}).`;
}

/** The first causes, each with its chance in words and the strongest reasons both ways. */
export const causesSaid = (
  analysis: Pick<Analysis, 'labels'>,
  group: Pick<AnalysisGroup, 'differential' | 'findings'>,
): GroupImpression['causes'] =>
  namedCauses(group)
    .filter((each, index) => index === 0 || each.probability >= WORTH_SAYING)
    .slice(0, CAUSES_SAID)
    .map((each) => {
      const reasons = reasonsOf(analysis, group, each);
      const chance = `${likelihoodWords(each.probability)}, ${percentRangeWords(each.interval)}`;
      return { label: each.label, chance, reasons: reasonsSentence(reasons), ...reasons };
    });

function groupImpression(analysis: Analysis, group: AnalysisGroup): GroupImpression {
  const lesions = lesionsOf(analysis, group);
  const { mm3, interval } = totalVolume(lesions);
  const largest = lesions.reduce((most, each) => Math.max(most, each.longestDiameterMm), 0);
  const heading = group.label.slice(0, 1).toUpperCase() + group.label.slice(1);
  const number = lesions.length === 1 ? '1 calcification' : `${lesions.length} calcifications`;
  return {
    groupId: group.id,
    heading,
    measured: `${number}, ${volumeWords(mm3)} (${volumeRangeWords(interval)}), ${lesions.length > 1 ? 'largest ' : ''}${lengthWords(largest)}, ${mainCompartments(lesions)}; ${group.extent}, ${patternWords(group)}.`,
    conclusion: conclusionOf(group),
    causes: causesSaid(analysis, group),
  };
}

/** Groups of the question, those with a safety gate first, then the largest; groups whose lesions were all rejected are gone. */
export function askedGroups(analysis: Pick<Analysis, 'groups' | 'lesions'>): AnalysisGroup[] {
  const grave = (each: AnalysisGroup): number => (each.safetyGates.length ? 0 : 1);
  return analysis.groups
    .filter((each) => !each.expected && lesionsOf(analysis, each).length > 0)
    .sort((a, b) => grave(a) - grave(b) || b.volumeMm3 - a.volumeMm3 || (a.id < b.id ? -1 : 1));
}

/** The first words of every report, from the result alone. */
export function impressionOf(analysis: Analysis): Impression {
  const asked = askedGroups(analysis);
  const expected = analysis.groups.filter((each) => each.expected && lesionsOf(analysis, each).length > 0);
  const threshold = analysis.technique?.candidateThresholdHu;
  return {
    groups: asked.map((each) => groupImpression(analysis, each)),
    expected: expected.length
      ? `Expected or physiological, kept apart: ${expected.map((each) => `${each.label} (${lesionsOf(analysis, each).length})`).join(', ')}.`
      : null,
    nothing: asked.length
      ? null
      : analysis.technique
        ? `No soft-tissue calcification was detected above ${threshold} HU in what was examined. This does not exclude smaller or fainter ones.`
        : 'Nothing could be examined; the issues say why.',
  };
}
