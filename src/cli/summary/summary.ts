import pc from 'picocolors';
import { LABEL } from '../../core/index.ts';
import {
  type Analysis,
  type AnalysisGroup,
  type CaseAnswer,
  findingWords,
  labelOf,
  percentRangeWords,
  percentWords,
  splitEvidence,
} from '../../report/index.ts';
import { table } from '../terminal/index.ts';

/** Rows of the lesion table; the rest is in lesions.csv. */
const LESION_ROWS = 12;
const CAUSES = 5;
const REASONS = 3;

type Ranked = Pick<
  AnalysisGroup,
  'verdict' | 'findings' | 'mechanism' | 'differential' | 'systematicPath' | 'disagreement' | 'nextTests' | 'safetyGates'
>;
type Labels = Readonly<Record<string, string>>;

function reasonsOf(cause: AnalysisGroup['differential'][number], ranked: Ranked, labels: Labels): string {
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const say = (items: typeof speaksFor): string =>
    items
      .slice(0, REASONS)
      .map(({ finding, log10LikelihoodRatio: ratio }) => {
        const sign = ratio > 0 ? '+' : '−';
        return `${findingWords(labels, ranked, finding)} (${sign}${Math.abs(ratio).toFixed(2)})`;
      })
      .join(', ') || 'nothing in particular';
  return `     for      ${say(speaksFor)}\n     against  ${say(speaksAgainst)}`;
}

/** The top of a differential with its strongest reasons, for and against. */
export function differentialLines(ranked: Ranked, labels: Labels): string {
  const lines: string[] = [];
  if (ranked.verdict === 'not-asked') return '   expected: kept apart from the question, no cause is sought';
  if (ranked.verdict === 'not-enough-information')
    lines.push(pc.yellow('   Not enough information to tell the causes apart; the order below rests mostly on how common they are.'));
  lines.push(
    `   mechanism   ${ranked.mechanism
      .slice(0, 3)
      .map((each) => `${each.mechanism} ${percentWords(each.probability)}`)
      .join(', ')}`,
  );
  ranked.differential.slice(0, CAUSES).forEach((cause, index) => {
    const chance = `${percentWords(cause.probability)} (90 % interval ${percentRangeWords(cause.interval)})`;
    lines.push(`  ${index + 1}. ${pc.bold(cause.label)}  ${chance}`);
    if (index < 3) lines.push(reasonsOf(cause, ranked, labels));
  });
  if (ranked.systematicPath.length)
    lines.push(`   path        ${ranked.systematicPath.map((each) => `${each.step}: ${each.answer}`).join(' → ')}`);
  if (ranked.disagreement) lines.push(`   note        ${ranked.disagreement}`);
  const next = ranked.nextTests[0];
  if (next) lines.push(`   ask next    ${labelOf(labels, next.test)} (${next.costTier}, ${next.expectedInformationBits.toFixed(2)} bit)`);
  for (const gate of ranked.safetyGates) lines.push(pc.red(`   SAFETY      ${gate.gate}: ${gate.action}`));
  return lines.join('\n');
}

const oneDecimal = (value: number | null): string => (value === null ? '–' : value.toFixed(1));

export function lesionTable(analysis: Analysis): string {
  const asked = analysis.lesions.filter((each) => each.expected === null);
  const rows = asked
    .toSorted((a, b) => b.volumeMm3 - a.volumeMm3)
    .slice(0, LESION_ROWS)
    .map((each) => [
      each.id,
      each.groupId ?? '',
      each.side,
      each.region,
      each.compartment,
      each.morphology,
      oneDecimal(each.volumeMm3),
      `${oneDecimal(each.volumeIntervalMm3[0])}–${oneDecimal(each.volumeIntervalMm3[1])}`,
      oneDecimal(each.longestDiameterMm),
      String(Math.round(each.maxHu)),
    ]);
  const head = ['lesion', 'group', 'side', 'region', 'compartment', 'morphology', 'mm³', '95 % interval', 'longest mm', 'max HU'];
  const more = asked.length > rows.length ? `\n… and ${asked.length - rows.length} smaller ones in lesions.csv` : '';
  return rows.length ? table(head, rows) + more : 'No calcification was detected outside expected sites.';
}

/** What a person reads after the run: lesions, pattern, causes, what was set apart. */
export function analysisSummary(analysis: Analysis): string {
  const lines = ['', lesionTable(analysis), ''];
  const expected = new Map<string, number>();
  for (const each of analysis.lesions) if (each.expected) expected.set(each.expected, (expected.get(each.expected) ?? 0) + 1);
  if (expected.size) lines.push(`expected, kept apart: ${[...expected].map(([name, count]) => `${count} × ${name}`).join(', ')}`);
  const excluded = new Map<string, number>();
  for (const each of analysis.excluded) excluded.set(each.reason, (excluded.get(each.reason) ?? 0) + 1);
  if (excluded.size) lines.push(`not calcification: ${[...excluded].map(([name, count]) => `${count} × ${name}`).join(', ')}`);
  for (const group of analysis.groups) {
    if (group.expected && group.verdict === 'not-asked') continue;
    lines.push(
      '',
      `${pc.bold(`${group.id} ${group.label}`)}: pattern ${pc.bold(group.pattern)}, ${group.lesionCount} lesions, ${group.volumeMm3.toFixed(0)} mm³`,
    );
    for (const rule of group.patternRules.filter((each) => each.fired)) lines.push(`   rule        ${rule.rule}`);
    lines.push(differentialLines(group, analysis.labels));
  }
  lines.push('', pc.dim(`Calcimap: ${LABEL}.`));
  return lines.join('\n');
}

export function caseSummary(answer: CaseAnswer): string {
  const fired = answer.patternRules.filter((each) => each.fired).map((each) => each.rule)[0];
  return [
    `${pc.bold(answer.label)}: pattern ${pc.bold(answer.pattern)}${fired ? ` (${fired})` : ''}`,
    differentialLines(answer, answer.labels),
    '',
    pc.dim(`Calcimap: ${LABEL}.`),
  ].join('\n');
}
