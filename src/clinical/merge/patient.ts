import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { ageAt } from '../age/index.ts';
import type { Fragment, RawPatient } from '../statement/index.ts';
import { UNKNOWN_RAW_PATIENT } from '../statement/index.ts';

/** Ages of two sources farther apart than this are not one person at about one time. */
const AGE_TOLERANCE_YEARS = 5;

/**
 * One patient from all sources: the first that states a field gives it. Sources that differ in what cannot change
 * (sex, birth date, id of the same kind) may speak of two people: an error, and the values stay those of the first.
 */
export function mergePatients(fragments: readonly Fragment[], newestDate: string | null): { patient: RawPatient; issues: Issue[] } {
  const issues: Issue[] = [];
  let patient: RawPatient = UNKNOWN_RAW_PATIENT;
  const from: Partial<Record<keyof RawPatient, string>> = {};
  for (const fragment of fragments)
    for (const key of ['id', 'name', 'birthDate', 'sex', 'ageYears', 'heightCm'] as const) {
      const value = fragment.patient[key];
      if (value === null) continue;
      const before = patient[key];
      if (before === null) {
        patient = { ...patient, [key]: value };
        from[key] = fragment.source;
      } else if (differs(key, before, value))
        issues.push(
          issue(key === 'name' || key === 'heightCm' || key === 'ageYears' ? 'warning' : 'error', {
            code: key === 'heightCm' || key === 'ageYears' ? 'patient-contradiction' : 'patient-mismatch',
            where: `${from[key] ?? 'another source'} and ${fragment.source}`,
            expected: `one patient: the same ${key}`,
            received: `two different values of ${key}`,
            fix: `Check that both belong to one person; the ${key} of ${from[key] ?? 'the first'} was kept.`,
          }),
        );
    }
  if (patient.ageYears === null && patient.birthDate !== null && newestDate !== null)
    patient = { ...patient, ageYears: ageAt({ birthDate: patient.birthDate, on: newestDate }) };
  return { patient, issues };
}

function differs(key: keyof RawPatient, a: string | number, b: string | number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) > (key === 'ageYears' ? AGE_TOLERANCE_YEARS : 10);
  const [left, right] = [String(a), String(b)];
  if (key === 'birthDate') return !left.startsWith(right) && !right.startsWith(left);
  if (key === 'name') return !sameName(left, right);
  return left.trim().toLowerCase() !== right.trim().toLowerCase();
}

const nameWords = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1 && !/^(mr|mrs|ms|dr|prof)$/.test(word))
    .sort();

/** Names in any order, without titles and initials; one may leave middle names out. */
export function sameName(a: string, b: string): boolean {
  const [left, right] = [nameWords(a), nameWords(b)];
  if (left.length === 0 || right.length === 0) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  return short.every((word) => long.includes(word));
}
