import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { digest, type PatientIdentity, uidFromName } from '../../core/index.ts';

/** Stand-ins for what names a patient: the same for the same key, and not to be undone without it. */
export interface Deidentifier {
  /** Stands for PatientID and PatientName alike: `ANON-` and ten characters. */
  readonly pseudonym: string;
  /** For the UIDs of a study, its series, instances, frame of reference and lesions; never for a class or a transfer syntax. */
  readonly uid: (uid: string) => string;
  /** `20240305`, `2024-03-05`, `2024-03` and `2024`, with or without a time behind it, moved; null for anything else. */
  readonly date: (date: string) => string | null;
  /** A digest that no longer tells which file it is of. */
  readonly hash: (hash: string) => string;
  /** Ages from 90 on are one class (45 CFR 164.514(b)(2)(i)(C)). */
  readonly age: (years: number | null) => number | null;
  /** Words with every part of the patient's name, number and birth date taken out. */
  readonly text: (text: string) => string;
}

const LEAST_WEEKS = 1;
const WEEKS = 520;
const DAYS_PER_WEEK = 7;
const DAY_MS = 86_400_000;
const OLDEST_YEARS = 90;
const PSEUDONYM_LENGTH = 10;
export const REMOVED = '[removed]';

const DATE = /^(\d{4})(?:(-?)(\d{2})(?:\2(\d{2}))?)?(?=$|T| )/;

/** Back by whole weeks: the day of the week and every interval between two dates of one patient stay as they were. */
function shiftDate(text: string, days: number): string | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, year, dash = '', month, day] = found;
  const at = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const moved = new Date(at - days * DAY_MS);
  if (Number.isNaN(moved.getTime())) return null;
  const parts = [String(moved.getUTCFullYear()).padStart(4, '0')];
  if (month) parts.push(String(moved.getUTCMonth() + 1).padStart(2, '0'));
  if (day) parts.push(String(moved.getUTCDate()).padStart(2, '0'));
  return parts.join(dash);
}

const LEAST_NAME_PART = 2;

/** What would name the patient if it stood in a sentence, longest first. */
function namesOf(patient: Pick<PatientIdentity, 'patientId' | 'patientName' | 'birthDate'>): string[] {
  const born = patient.birthDate ?? '';
  const parts = [patient.patientId, patient.patientName, born, born.replaceAll('-', ''), ...(patient.patientName ?? '').split(/[\^=\s,]+/)];
  return [...new Set(parts.filter((each): each is string => each !== null && each.length >= LEAST_NAME_PART))].sort(
    (a, b) => b.length - a.length,
  );
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * @param about.key a secret. Results that shall fit together (two studies of a patient, all objects of a run) need the same one.
 * @param about.patient as the files state it; one that names nobody is told apart by `fallback`.
 */
export function deidentifier(about: {
  readonly key: string;
  readonly patients: readonly Pick<PatientIdentity, 'patientId' | 'patientName' | 'birthDate'>[];
  readonly fallback: string;
}): Deidentifier {
  const keyed = (kind: string, content: string): string =>
    bytesToHex(hmac(sha256, utf8ToBytes(about.key), utf8ToBytes(`calcimap ${kind}\n${content}`)));
  const named = about.patients.find((each) => each.patientId ?? each.patientName);
  const patient = named ? (named.patientId ?? named.patientName ?? '') : about.fallback;
  const days = (LEAST_WEEKS + (Number.parseInt(keyed('dates', patient).slice(0, 8), 16) % WEEKS)) * DAYS_PER_WEEK;
  const names = [...new Set(about.patients.flatMap(namesOf))];
  const anyName = names.length
    ? new RegExp(`(?<![\\p{Script=Latin}\\p{N}])(?:${names.map(quoted).join('|')})(?![\\p{Script=Latin}\\p{N}])`, 'giu')
    : null;
  return {
    pseudonym: `ANON-${keyed('patient', patient).slice(0, PSEUDONYM_LENGTH).toUpperCase()}`,
    uid: (uid) => uidFromName(keyed('uid', uid)),
    date: (date) => shiftDate(date, days),
    hash: (hash) => digest(keyed('hash', hash)),
    age: (years) => (years === null ? null : Math.min(OLDEST_YEARS, years)),
    text: (text) => (anyName ? text.replace(anyName, REMOVED) : text),
  };
}
