/**
 * Errors as data. An issue says what was met, where, and what would mend it; words are made in `words.ts` alone.
 * A function that can meet bad input returns issues beside its value and does not throw for it.
 */
export type Severity = 'error' | 'warning' | 'note';

export interface Issue {
  /** kebab-case, stable, prefixed with the room that raised it: `dicom-truncated`, `lab-unit-missing`. */
  readonly code: string;
  readonly severity: Severity;
  /** File, series, line, lesion or finding id. Never a patient's name or a machine's absolute path. */
  readonly where: string;
  readonly expected: string;
  readonly received: string;
  readonly fix: string;
}

/** A value with what was met on the way; `value` is null when there is none to give, and an issue then says why. */
export interface Outcome<T> {
  readonly value: T | null;
  readonly issues: readonly Issue[];
}

export const issue = (severity: Severity, fields: Omit<Issue, 'severity'>): Issue =>
  Object.freeze({
    code: fields.code,
    severity,
    where: fields.where,
    expected: fields.expected,
    received: fields.received,
    fix: fields.fix,
  });

export const hasError = (issues: readonly Issue[]): boolean => issues.some((each) => each.severity === 'error');

/** Names of files and series come from outside: what would move a terminal's cursor or turn its text round is shown as a mark. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** One line of words for a person; the only place where an issue becomes a sentence. */
export function issueSentence(each: Issue): string {
  const parts = [`${each.severity} ${each.code} at ${each.where}:`];
  if (each.expected) parts.push(`expected ${each.expected},`);
  parts.push(`received ${each.received}.`);
  if (each.fix) parts.push(each.fix);
  return parts.join(' ').replace(UNPRINTABLE, '\ufffd');
}
