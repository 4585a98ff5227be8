import { type Issue, issue } from '../../core/index.ts';
import type { Instance } from '../../dicom/index.ts';

const identity = (instance: Instance): string | null => {
  const { patientId, patientName, birthDate } = instance.patient;
  if (patientId) return `id ${patientId.trim().toUpperCase()}`;
  return patientName || birthDate ? `name ${(patientName ?? '').toUpperCase()} ${birthDate ?? ''}` : null;
};

/**
 * An error when the files belong to more than one patient (a warning when that was allowed). Compared by PatientID, else
 * by name and birth date; a file that states none of them does not count. Only the number of patients is said.
 */
export function mixedPatients(instances: readonly Instance[], allowed: boolean): Issue[] {
  const patients = new Map<string, string>();
  for (const instance of instances) {
    const who = identity(instance);
    if (who !== null && !patients.has(who)) patients.set(who, instance.path);
  }
  if (patients.size < 2) return [];
  return [
    issue(allowed ? 'warning' : 'error', {
      code: 'dicom-mixed-patients',
      where: [...patients.values()].slice(0, 5).join(', '),
      expected: 'one patient',
      received: `${patients.size} patients`,
      fix: 'Give the files of one patient.',
    }),
  ];
}
