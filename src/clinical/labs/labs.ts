import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge, LabTest } from '../../knowledge/types.ts';
import { shown } from '../guard/index.ts';
import { type Lexicon, lexiconOf, lookUp, nameTokens, nearest } from '../lexicon/index.ts';
import { mapCode } from '../maps/index.ts';
import type { RawLab } from '../statement/index.ts';
import type { LabResult, Recorded } from '../types.ts';
import type { UnitConverter } from '../units/index.ts';
import { gradeResult } from './grade.ts';
import { questionImplausible } from './plausible.ts';
import { convertResult } from './result-units.ts';
import { type Flag, parseFlag, parseRange, parseValue } from './value.ts';

export interface LabContext {
  readonly knowledge: Knowledge;
  readonly units: UnitConverter;
  readonly person: { readonly ageYears: number | null; readonly sex: string | null };
  /** How many more unknown names may be answered with their neighbours. */
  readonly neighbours: { left: number };
}

/** Words that say where blood was looked at, not which test it was. */
const SPECIMEN = new Set([
  'serum',
  'plasma',
  'blood',
  'level',
  'concentration',
  'total',
  'test',
  'fasting',
  'venous',
  'ser',
  'plas',
  'serpl',
  'mcnc',
  'scnc',
  'repeat',
  's',
  'p',
  'measurement',
  'circulating',
]);

/** The test a name or code means; null with its nearest names when none. */
export function findTest(lexicon: Lexicon, knowledge: Knowledge, name: string, codes: readonly string[]): LabTest | null {
  for (const code of codes) {
    const mapped = mapCode(code);
    if (mapped) return mapped.means.length === 1 ? (knowledge.tests.get(mapped.means[0]) ?? null) : null;
    const { entry } = lookUp(lexicon, code, ['test']);
    if (entry) return knowledge.tests.get(entry.id) ?? null;
  }
  const direct = lookUp(lexicon, name, ['test']).entry;
  if (direct) return knowledge.tests.get(direct.id) ?? null;
  const words = nameTokens(name).filter((word) => !SPECIMEN.has(word));
  const plain = words.length > 0 ? lookUp(lexicon, words.join(' '), ['test']).entry : null;
  return plain ? (knowledge.tests.get(plain.id) ?? null) : null;
}

/** Reads one raw result: test, number, unit, conversion, plausibility, grade. Nothing is dropped: what has no test is recorded. */
export function readLab(raw: RawLab, context: LabContext): { lab: LabResult | null; recorded: Recorded | null; issues: Issue[] } {
  const lexicon = lexiconOf(context.knowledge);
  const test = findTest(lexicon, context.knowledge, raw.test, raw.codes);
  const issues: Issue[] = [];
  const warn = (severity: Issue['severity'], code: string, expected: string, received: string, fix: string): void => {
    issues.push(issue(severity, { code, where: raw.where, expected, received: shown(received), fix }));
  };
  const range = raw.range === null ? { low: null, high: null } : parseRange(raw.range);
  const given = { low: raw.low ?? range.low, high: raw.high ?? range.high };
  const reversed = given.low !== null && given.high !== null && given.low > given.high;
  if (reversed)
    warn(
      'warning',
      'lab-range-reversed',
      'an interval whose low end is below its high end',
      `${test?.label ?? raw.test}: ${given.low} to ${given.high}`,
      'The interval was not used.',
    );
  if (!test) {
    const unknown = unknownTest(raw, lexicon, context.neighbours.left-- > 0);
    return { ...unknown, issues: [...issues, ...unknown.issues] };
  }
  const parsed = parseValue(raw.value);
  const unit = raw.unit ?? parsed.unit;
  const flag = raw.flag === null ? null : fitFlag(parseFlag(raw.flag), test);
  const reported = reversed ? { low: null, high: null } : given;
  const number = parsed.number ?? spanEnd(parsed.span, reported);
  const text = typeof raw.value === 'string' && String(parsed.number) !== raw.value.trim() ? raw.value.trim().slice(0, 200) : undefined;
  if (raw.value !== null && number === null && parsed.word === null && parsed.titre === null)
    warn(
      'warning',
      'lab-value-unclear',
      'a number, a bound such as <6, a titre, positive or negative',
      `${test.label}: ${raw.value}`,
      'The text was kept; without a flag it is not graded.',
    );
  if (raw.flag !== null && flag === null)
    warn(
      'note',
      'lab-flag-unclear',
      'low, normal, high, positive or negative',
      `${test.label}: flag ${raw.flag}`,
      'The flag was not used.',
    );
  let normalized: LabResult['normalized'] = null;
  if (number !== null && test.unit !== null) {
    if (unit !== null) {
      const value = convertResult({ test, raw, value: number, unit, units: context.units });
      if (value === null)
        warn(
          'warning',
          'lab-unit-unknown',
          `a unit that converts to ${test.unit}`,
          `${test.label} ${number} ${unit}`,
          'The result was kept; it is graded only by its own interval or flag.',
        );
      else normalized = { value, unit: test.unit };
    } else if (test.unit === '1') normalized = { value: number, unit: '1' };
    else
      warn(
        'warning',
        'lab-unit-missing',
        `a unit, such as ${test.unit}`,
        `${test.label} ${number}`,
        'Add the unit; a number alone is not graded.',
      );
  }
  const question = normalized
    ? questionImplausible({ test, value: normalized.value, reported: number!, unit: unit ?? test.unit!, units: context.units })
    : null;
  if (question) warn('warning', 'lab-implausible', question.expected, question.received, question.fix);
  const graded = gradeResult({
    test,
    parsed: { ...parsed, number },
    flag,
    reported,
    normalized: normalized?.value ?? null,
    person: context.person,
  });
  if (graded.disagrees)
    warn(
      'warning',
      'lab-flag-contradiction',
      `a flag that agrees with ${graded.gradedBy === 'the flag of the report' ? 'the interval for age and sex' : "the report's interval"}`,
      `${test.label} ${number ?? ''} flagged ${raw.flag}`,
      `Graded ${graded.grade} by ${graded.gradedBy}.`,
    );
  const lab: LabResult = {
    test: test.id,
    value: number,
    unit,
    flag,
    date: raw.date,
    referenceLow: reported.low,
    referenceHigh: reported.high,
    normalized,
    grade: graded.grade,
    gradedBy: graded.gradedBy,
    where: raw.where,
    ...(parsed.comparator ? { comparator: parsed.comparator } : {}),
    ...(text !== undefined ? { text } : {}),
    ...(/correct|adjust/i.test(raw.test) ? { corrected: true } : {}),
    ...(question ? { implausible: true } : {}),
  };
  return { lab, recorded: null, issues };
}

/** A qualitative test is not `normal` but negative; a test of amounts is neither positive nor negative. */
function fitFlag(flag: Flag | null, test: LabTest): Flag | null {
  if (flag === null || test.states[flag] !== undefined) return flag;
  const qualitative = test.states.positive !== undefined;
  if (qualitative && flag === 'normal') return 'negative';
  if (qualitative && flag === 'high' && test.states.high === undefined) return 'positive';
  return !qualitative && (flag === 'positive' || flag === 'negative') ? null : flag;
}

/** Of `6.6-8.4` the end that stands farther outside the interval; the middle when none does. */
function spanEnd(span: readonly [number, number] | null, interval: { low: number | null; high: number | null }): number | null {
  if (!span) return null;
  const below = interval.low === null ? 0 : interval.low - span[0];
  const above = interval.high === null ? 0 : span[1] - interval.high;
  if (below > 0 && below >= above) return span[0];
  if (above > 0) return span[1];
  return (span[0] + span[1]) / 2;
}

function unknownTest(raw: RawLab, lexicon: Lexicon, showNearest: boolean): { lab: null; recorded: Recorded; issues: Issue[] } {
  const near = (showNearest ? nearest(lexicon, raw.test, ['test']) : []).map((entry) => entry.label);
  const said = [raw.test, raw.value, raw.unit, raw.flag].filter((part) => part !== null && part !== '').join(' ');
  return {
    lab: null,
    recorded: { kind: 'lab', text: shown(said), state: 'present', where: raw.where, why: 'no test of the vocabulary has this name' },
    issues: [
      issue('note', {
        code: 'lab-unknown',
        where: raw.where,
        expected: 'a test of the vocabulary',
        received: shown(said),
        fix: near.length > 0 ? `Nearest known: ${near.join(', ')}. Kept, not used.` : 'Kept, not used.',
      }),
    ],
  };
}
