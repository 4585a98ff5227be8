import { type Issue, issue } from '../../core/index.ts';
import type { Instance } from '../../dicom/index.ts';

/** Who a file says it is of, spelt one way: case, spaces and empty name components do not tell people apart (PS3.5 6.2.1.2). */
interface Identity {
  readonly id: string | null;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly path: string;
}

const plain = (text: string | null): string | null =>
  text
    ?.toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/[\^= ]+$/, '')
    .trim() || null;

function identityOf({ patient, path }: Instance): Identity {
  return { id: plain(patient.patientId), name: plain(patient.patientName), birthDate: plain(patient.birthDate), path };
}

/**
 * Two files are of one patient when they give one PatientID, or when one of them gives none and the names are the same
 * and the birth dates do not contradict. An id that two birth dates stand under is of two patients.
 */
function samePatient(a: Identity, b: Identity): boolean {
  if (a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate) return false;
  if (a.id !== null && b.id !== null) return a.id === b.id;
  return a.name === b.name;
}

/**
 * An error when the files belong to more than one patient (a warning when that was allowed). A file that states neither
 * id, name nor birth date does not count. Only the number of patients is said.
 */
export function mixedPatients(instances: readonly Instance[], allowed: boolean): Issue[] {
  const distinct = new Map<string, Identity>();
  for (const instance of instances) {
    const who = identityOf(instance);
    const key = JSON.stringify([who.id, who.name, who.birthDate]);
    if (key !== '[null,null,null]' && !distinct.has(key)) distinct.set(key, who);
  }
  const patients: Identity[] = [];
  // The fullest first, so that a file that says less finds the patient it belongs to.
  const stated = (each: Identity): number => Number(each.id !== null) * 2 + Number(each.birthDate !== null);
  for (const who of [...distinct.values()].sort((a, b) => stated(b) - stated(a)))
    if (!patients.some((known) => samePatient(known, who))) patients.push(who);
  if (patients.length < 2) return [];
  return [
    issue(allowed ? 'warning' : 'error', {
      code: 'dicom-mixed-patients',
      where: patients
        .slice(0, 5)
        .map((who) => who.path)
        .join(', '),
      expected: 'one patient',
      received: `${patients.length} patients`,
      fix: 'Give the files of one patient.',
    }),
  ];
}
