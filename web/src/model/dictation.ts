import { DISCLAIMER } from '../../../src/core/index.ts';
import {
  type Analysis,
  type AnalysisGroup,
  type CaseAnswer,
  findingWords,
  impressionOf,
  labelOf,
  likelihoodWords,
  namedCauses,
  percentRangeWords,
  plainWords,
  splitEvidence,
} from '../../../src/report/index.ts';

const CAUSES_SAID = 3;
const WORTH_SAYING = 0.03;
const TESTS_SAID = 3;

type Reasoned = Pick<AnalysisGroup, 'verdict' | 'differential' | 'findings' | 'mechanism' | 'nextTests' | 'safetyGates' | 'pattern'>;
type Labels = Analysis['labels'];

function causeLines(group: Reasoned, labels: Labels): string[] {
  return namedCauses(group)
    .filter((each, index) => index === 0 || each.probability >= WORTH_SAYING)
    .slice(0, CAUSES_SAID)
    .map((each, index) => {
      const { speaksFor, speaksAgainst } = splitEvidence(each);
      const say = (items: typeof speaksFor): string => items.map((item) => findingWords(labels, group, item.finding)).join(', ');
      const reasons = [
        speaksFor.length ? `for: ${say(speaksFor.slice(0, 2))}` : 'nothing found speaks for it',
        speaksAgainst.length ? `against: ${say(speaksAgainst.slice(0, 1))}` : 'nothing found speaks against it',
      ].join('; ');
      return `${index + 1}. ${each.label}, ${likelihoodWords(each.probability)} (${percentRangeWords(each.interval)}); ${reasons}.`;
    });
}

function conclusion(group: Reasoned): string {
  if (group.verdict === 'not-enough-information') return 'Not enough information to rank causes.';
  const [first] = group.mechanism;
  return first
    ? `Mechanism ${plainWords(first.mechanism)}, ${likelihoodWords(first.probability)} (${percentRangeWords(first.interval)}).`
    : '';
}

/** The impression of a study as plain text, to be edited. */
export function studyImpression(analysis: Analysis): string {
  const said = impressionOf(analysis);
  const groups = said.groups.map((each) =>
    [
      `${each.heading}: ${each.measured} ${each.conclusion}`,
      ...each.causes.map((cause, index) => `${index + 1}. ${cause.label}, ${cause.chance}; ${cause.reasons}.`),
    ].join('\n'),
  );
  return [...groups, said.nothing, said.expected].filter(Boolean).join('\n\n');
}

/** The impression of a case without images. */
export function caseImpression(answer: CaseAnswer): string {
  return [conclusion(answer), ...causeLines(answer, answer.labels)].filter(Boolean).join('\n');
}

const section = (title: string, lines: readonly string[]): string => (lines.length ? `${title.toUpperCase()}\n${lines.join('\n')}` : '');

function askNext(groups: readonly Reasoned[], labels: Labels): string[] {
  const tests = groups.flatMap((each) => each.nextTests).toSorted((a, b) => b.expectedInformationBits - a.expectedInformationBits);
  return [...new Set(tests.map((each) => labelOf(labels, each.test)))].slice(0, TESTS_SAID);
}

const gateLines = (groups: readonly Reasoned[], labels: Labels): string[] =>
  groups.flatMap((group) => group.safetyGates.map((each) => `${labelOf(labels, each.gate)}: ${each.action}`));

function historyLines(clinical: Analysis['clinical'], labels: Labels): string[] {
  const { patient, conditions, facts, labs } = clinical;
  const who = [patient.ageYears === null ? null : `${patient.ageYears} y`, patient.sex].filter(Boolean).join(', ');
  const said = [
    ...conditions.map((each) => `${each.state === 'absent' ? 'no ' : ''}${labelOf(labels, each.condition)}`),
    ...facts.filter((each) => !each.finding.startsWith('lab-')).map((each) => findingWords(labels, { findings: facts }, each.finding)),
  ];
  const results = labs.map((each) =>
    [labelOf(labels, each.test), each.value ?? each.flag, each.unit, each.grade === 'ungraded' ? '' : `(${each.grade})`]
      .filter(Boolean)
      .join(' '),
  );
  return [who, said.join('; '), results.join('; ')].filter(Boolean);
}

interface Said {
  readonly impression: string;
  readonly reader: string | null;
  readonly signedAt: string | null;
}

const signature = ({ reader, signedAt }: Said): string[] =>
  reader ? [`Read and accepted by ${reader}, ${(signedAt ?? '').slice(0, 16).replace('T', ' ')} UTC.`] : ['Not accepted by a reader.'];

/** Structured plain text of a study for a dictation system. */
export function studyText(analysis: Analysis, said: Said): string {
  const asked = analysis.groups.filter((each) => !each.expected);
  const { technique, burden } = analysis;
  return [
    section('Clinical information', historyLines(analysis.clinical, analysis.labels)),
    section(
      'Technique',
      technique
        ? [
            [
              technique.kvp === null ? null : `${technique.kvp} kV`,
              technique.sliceThicknessMm === null ? null : `${technique.sliceThicknessMm} mm slices`,
              `calcification counted from ${technique.candidateThresholdHu} HU`,
            ]
              .filter(Boolean)
              .join(', '),
          ]
        : [],
    ),
    section('Findings', [
      ...impressionOf(analysis).groups.map((each) => `${each.heading}: ${each.measured}`),
      `Total ${(burden.totalVolumeMm3 / 1000).toFixed(2)} cm3 in ${burden.lesionCount} calcifications.`,
    ]),
    section('Not to be missed', gateLines(asked, analysis.labels)),
    section('Impression', [said.impression]),
    section('Most informative next', askNext(asked, analysis.labels)),
    section(
      'Limits',
      analysis.issues
        .filter((each) => each.severity !== 'note')
        .map((each) => (each.expected ? `${each.received} (${each.fix})` : each.fix))
        .slice(0, 6),
    ),
    signature(said).join('\n'),
    DISCLAIMER,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The same of a case without images. */
export function caseText(answer: CaseAnswer, said: Said): string {
  return [
    section('Clinical information', historyLines(answer.clinical, answer.labels)),
    section('Not to be missed', gateLines([answer], answer.labels)),
    section('Impression', [said.impression]),
    section(
      'Systematic path',
      answer.systematicPath.map((each) => `${each.step}: ${each.answer}`),
    ),
    section('Most informative next', askNext([answer], answer.labels)),
    signature(said).join('\n'),
    DISCLAIMER,
  ]
    .filter(Boolean)
    .join('\n\n');
}
