import type { Issue, PatientIdentity } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { sameName } from '../merge/index.ts';
import type { ClinicalFacts } from '../types.ts';

/** Years by which the age of the scan's day may differ from the record's: records say when they were written, not now. */
const AGE_TOLERANCE_YEARS = 5;

/** Names that say a file was made anonymous, not who it is of. */
const ANONYMOUS = /^(anon|anonym|deidentif|de-identif|removed|unknown|none|no ?name|phantom|calcimap|patient\d*$|x+$|\W*$)/i;

/**
 * Is the record of the patient on the scan? Only fields that both sides state are compared, and no value is repeated in
 * an issue, only which field differs. A mismatch of id, birth date or sex, or of both name and age, is the error
 * `patient-mismatch`, which stops the analysis; with `override` it is the warning `patient-mismatch-overridden`, kept in
 * the result. An anonymised scan (no field to compare) gives the note `patient-unverified`.
 */
export function matchIdentity(scan: PatientIdentity, facts: ClinicalFacts, options: { readonly override?: boolean } = {}): Issue[] {
  const { patient } = facts;
  const compared: string[] = [];
  const differing: string[] = [];
  const compare = (field: string, both: boolean, same: () => boolean): void => {
    if (!both) return;
    compared.push(field);
    if (!same()) differing.push(field);
  };
  const scanId = real(scan.patientId);
  const scanName = real(scan.patientName);
  const recordId = real(patient.id);
  const recordName = real(patient.name);
  compare('id', scanId !== null && recordId !== null, () => sameId(scanId!, recordId!));
  const scanBirth = digits(scan.birthDate);
  const recordBirth = digits(patient.birthDate);
  compare(
    'birth date',
    scanBirth !== null && recordBirth !== null,
    () => scanBirth!.startsWith(recordBirth!) || recordBirth!.startsWith(scanBirth!),
  );
  compare('name', scanName !== null && recordName !== null, () => sameName(scanName!, recordName!));
  compare('sex', known(scan.sex) && known(patient.sex), () => scan.sex === patient.sex);
  const ages = scan.ageYears !== null && patient.ageYears !== null;
  const tolerance = Math.min(AGE_TOLERANCE_YEARS, Math.max(1, (patient.ageYears ?? 0) / 2));
  compare('age', ages, () => Math.abs(scan.ageYears! - patient.ageYears!) <= tolerance);
  if (compared.length === 0)
    return [
      issue('note', {
        code: 'patient-unverified',
        where: 'scan and record',
        expected: 'an id, name, birth date, sex or age that both state',
        received: 'none in common',
        fix: 'Make sure by other means that both are of one patient.',
      }),
    ];
  if (differing.length === 0) return [];
  const serious =
    differing.some((field) => field === 'id' || field === 'birth date' || field === 'sex') ||
    differing.length > 1 ||
    differing.length === compared.length;
  const words = {
    where: 'scan and record',
    expected: `one patient: the same ${compared.join(', ')}`,
    received: `a different ${differing.join(', ')}`,
  };
  if (!serious) return [issue('warning', { code: 'patient-differs', ...words, fix: 'Check that both are of one patient.' })];
  if (options.override === true)
    return [
      issue('warning', {
        code: 'patient-mismatch-overridden',
        ...words,
        fix: 'The mismatch was overridden by the user; the result carries this warning.',
      }),
    ];
  return [
    issue('error', {
      code: 'patient-mismatch',
      ...words,
      fix: 'Give the right record, or override the check if you know that both are of one patient.',
    }),
  ];
}

const real = (text: string | null): string | null => (text === null || ANONYMOUS.test(text.trim()) ? null : text.trim());
const known = (sex: string | null): boolean => sex === 'male' || sex === 'female';
const digits = (date: string | null): string | null => date?.replace(/\D/g, '') || null;
/** Leading zeros and case are how systems print an id, not who it is. */
const sameId = (a: string, b: string): boolean => a.toLowerCase().replace(/^0+/, '') === b.toLowerCase().replace(/^0+/, '');
