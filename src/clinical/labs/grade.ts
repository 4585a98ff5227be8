import type { LabTest } from '../../knowledge/types.ts';
import type { LabResult } from '../types.ts';
import type { Flag, ParsedValue } from './value.ts';

interface Interval {
  readonly low: number | null;
  readonly high: number | null;
  readonly source: string;
}

/** Age from which adult intervals are used when the record gives no age. */
const ADULT_YEARS = 18;
const ASSUMED_ADULT_YEARS = 40;

/**
 * The vocabulary's interval for this person. Without an age the adult interval is taken and the source says so;
 * without a sex, and intervals that differ by sex, the widest of them, so that only what is abnormal for both is graded.
 */
export function intervalFor(test: LabTest, person: { ageYears: number | null; sex: string | null }): Interval | null {
  const age = person.ageYears ?? ASSUMED_ADULT_YEARS;
  const ofAge = test.intervals.filter(
    ({ ageYears }) => age >= ageYears[0] && (age < ageYears[1] || (ageYears[0] === ageYears[1] && age === ageYears[0])),
  );
  const mine = ofAge.filter((each) => each.sex === person.sex);
  const chosen = mine.length > 0 ? mine : ofAge.filter((each) => each.sex === 'any');
  const pool = chosen.length > 0 ? chosen : ofAge;
  if (pool.length === 0) return null;
  const lows = pool.map((each) => each.low);
  const highs = pool.map((each) => each.high);
  const source = [
    pool[0].source,
    ...(person.ageYears === null ? [`age not given: adult interval (${ADULT_YEARS} y and over)`] : []),
    ...(chosen.length === 0 ? ['sex not given: the widest of both'] : []),
  ].join('; ');
  return {
    low: lows.includes(null) ? null : Math.min(...(lows as number[])),
    high: highs.includes(null) ? null : Math.max(...(highs as number[])),
    source,
  };
}

/** A number or bound against an interval; null when a bound (`<6`) cannot be placed. */
export function gradeNumber(
  value: Pick<ParsedValue, 'comparator'> & { number: number },
  interval: { low: number | null; high: number | null },
): 'low' | 'normal' | 'high' | null {
  const { low, high } = interval;
  if (low === null && high === null) return null;
  const { number, comparator } = value;
  if (comparator === '<' || comparator === '<=') {
    if (low !== null && number <= low) return 'low';
    return low === null && high !== null && number <= high ? 'normal' : null;
  }
  if (comparator === '>' || comparator === '>=') {
    if (high !== null && number >= high) return 'high';
    return high === null && low !== null && number >= low ? 'normal' : null;
  }
  if (low !== null && number < low) return 'low';
  if (high !== null && number > high) return 'high';
  return 'normal';
}

/** Reciprocal titre from which an antibody counts as positive: the vocabulary's ANA is 1:160 or more. */
const POSITIVE_TITRE = 160;
/** Titres from here up to {@link POSITIVE_TITRE} are borderline (EULAR/ACR 2019 enters lupus at 1:80) and stay ungraded. */
const BORDERLINE_TITRE = 80;

interface GradeRequest {
  readonly test: LabTest;
  readonly parsed: ParsedValue;
  readonly flag: Flag | null;
  /** In the reported unit. */
  readonly reported: { readonly low: number | null; readonly high: number | null };
  readonly normalized: number | null;
  readonly person: { readonly ageYears: number | null; readonly sex: string | null };
}

/** The report's own interval, then its flag or word, then the vocabulary's interval for age and sex. */
export function gradeResult(request: GradeRequest): { grade: LabResult['grade']; gradedBy: string | null; disagrees: boolean } {
  const { test, parsed, flag, reported, normalized, person } = request;
  const qualitative = (grade: 'low' | 'normal' | 'high'): LabResult['grade'] =>
    test.states.positive !== undefined && test.states.high === undefined ? (grade === 'high' ? 'positive' : 'negative') : grade;
  if (parsed.number !== null) {
    const own = gradeNumber({ number: parsed.number, comparator: parsed.comparator }, reported);
    if (own !== null)
      return { grade: qualitative(own), gradedBy: `the report's interval ${intervalText(reported)}`, disagrees: contradicts(flag, own) };
  }
  const interval = intervalFor(test, person);
  const byTable = normalized !== null && interval ? gradeNumber({ number: normalized, comparator: parsed.comparator }, interval) : null;
  if (flag !== null) return { grade: flag, gradedBy: 'the flag of the report', disagrees: byTable !== null && contradicts(flag, byTable) };
  if (parsed.titre !== null && parsed.word === null) {
    if (parsed.titre >= POSITIVE_TITRE) return { grade: 'positive', gradedBy: `titre 1:${POSITIVE_TITRE} or more`, disagrees: false };
    if (parsed.titre < BORDERLINE_TITRE) return { grade: 'negative', gradedBy: `titre below 1:${BORDERLINE_TITRE}`, disagrees: false };
    return { grade: 'ungraded', gradedBy: null, disagrees: false };
  }
  if (parsed.word !== null) return { grade: parsed.word, gradedBy: 'the word of the report', disagrees: false };
  if (byTable !== null && interval)
    return { grade: qualitative(byTable), gradedBy: `${intervalText(interval)} ${test.unit ?? ''} (${interval.source})`, disagrees: false };
  return { grade: 'ungraded', gradedBy: null, disagrees: false };
}

const contradicts = (flag: Flag | null, grade: 'low' | 'normal' | 'high'): boolean =>
  flag !== null && flag !== 'positive' && flag !== 'negative' && flag !== grade;

const intervalText = (interval: { low: number | null; high: number | null }): string =>
  interval.low === null
    ? `up to ${interval.high}`
    : interval.high === null
      ? `${interval.low} or more`
      : `${interval.low} to ${interval.high}`;
