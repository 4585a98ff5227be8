import type { Analysis } from '../analysis/index.ts';
import { dateWords, labelOf, personWords, plainWords } from '../wording/index.ts';
import type { ReportView } from './types.ts';

const FACTS_NAMED = 7;
const LABS_NAMED = 6;
const MONTHS = 12;
const INFANT_YEARS = 2;

const listed = (items: readonly string[], most: number): string =>
  items.length > most ? `${items.slice(0, most).join(', ')} and ${items.length - most} more` : items.join(', ');

/** Years; months below two years, where a year is no measure. */
export const ageWords = (years: number): string =>
  years < INFANT_YEARS ? `${Math.round(years * MONTHS)} mo` : `${Number(years.toFixed(years < 10 ? 1 : 0))} y`;

export function givenWords(analysis: Pick<Analysis, 'clinical' | 'labels'>): string {
  const { clinical, labels } = analysis;
  const conditions = clinical.conditions.filter((each) => each.state === 'present').map((each) => labelOf(labels, each.condition));
  // results stand under "laboratory"; what the history says is left
  const history = clinical.facts
    .filter((each) => each.state !== 'uncertain' && !each.finding.startsWith('lab-') && !each.finding.startsWith('demo-'))
    .sort((a, b) => Number(a.state === 'absent') - Number(b.state === 'absent'))
    .map((each) => `${each.state === 'absent' ? 'no ' : ''}${labelOf(labels, each.finding).toLowerCase()}`);
  return listed([...new Set([...conditions, ...history])], FACTS_NAMED);
}

export function labWords(analysis: Pick<Analysis, 'clinical' | 'labels'>): string {
  const { clinical, labels } = analysis;
  const abnormal = (grade: string): number => (grade === 'normal' || grade === 'negative' || grade === 'ungraded' ? 1 : 0);
  const sorted = [...clinical.labs].sort((a, b) => abnormal(a.grade) - abnormal(b.grade));
  return listed(
    sorted.map((each) => {
      const value = each.value === null ? (each.flag ?? '') : `${each.value}${each.unit ? ` ${each.unit}` : ''}`;
      return `${labelOf(labels, each.test)} ${value}${each.grade === 'ungraded' || each.grade === each.flag ? '' : ` (${each.grade})`}`.trim();
    }),
    LABS_NAMED,
  );
}

/** Sentences: each on a line of its own. */
export const LONG: ReadonlySet<string> = new Set(['History', 'Laboratory']);

/** Who, what, when, and what was told: as used, and "none given" where nothing was. */
export function identityOf(analysis: Analysis): ReportView['identity'] {
  const { study, clinical } = analysis;
  const age = clinical.patient.ageYears ?? study.patient.ageYears;
  const name = study.patient.patientName ?? clinical.patient.name;
  const born = study.patient.birthDate ?? clinical.patient.birthDate;
  const entries: (readonly [string, string | null])[] = [
    ['Patient', name === null ? null : personWords(name)],
    ['ID', study.patient.patientId ?? clinical.patient.id],
    ['Born', born === null ? null : dateWords(born)],
    ['Age', age === null ? null : ageWords(age)],
    ['Sex', clinical.patient.sex ?? study.patient.sex],
    ['Study', study.studyDate === null ? null : dateWords(study.studyDate)],
    ['Series', study.seriesDescription],
    ['Seen', study.bodyRegions.length ? study.bodyRegions.map(plainWords).join(', ') : null],
    ['Comparison', 'none given'],
    ['History', givenWords(analysis) || 'none given'],
    ['Laboratory', labWords(analysis) || 'none given'],
    ['De-identified', analysis.deidentification ? 'PS3.15 basic profile; UIDs replaced, dates shifted' : null],
  ];
  return entries.flatMap(([name, value]) => (value ? [{ name, value, long: LONG.has(name) }] : []));
}
