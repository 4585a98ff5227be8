import { type Analysis, dateWords } from '../../../src/report/index.ts';

type Dated = { readonly study: Pick<Analysis['study'], 'studyDate'> };

/** `2024-03-01`, or that the file does not say. */
export const studyDateWords = (of: Dated | null): string => (of?.study.studyDate ? dateWords(of.study.studyDate) : 'date not stated');

/** What a reader must know before comparing: another patient, the same scan, the wrong order, positions that do not agree. */
export function priorWarnings(current: Analysis, prior: Analysis): string[] {
  const told: string[] = [];
  const [now, then] = [current.study, prior.study];
  const differs = (key: 'patientId' | 'birthDate' | 'sex'): boolean =>
    now.patient[key] !== null && then.patient[key] !== null && now.patient[key] !== then.patient[key];
  if (differs('patientId') || differs('birthDate') || differs('sex')) told.push('the two files name different patients');
  else if (now.patient.patientId === null || then.patient.patientId === null) told.push('whether it is the same patient is not stated');
  if (current.manifest.inputHash === prior.manifest.inputHash) told.push('this is the same scan twice');
  else if (now.studyDate && then.studyDate && then.studyDate > now.studyDate) told.push('the one beside is the later scan');
  if (!now.frameOfReferenceUid || now.frameOfReferenceUid !== then.frameOfReferenceUid)
    told.push('another frame of reference: positions need not agree');
  return told;
}

/** Studies to choose a prior from: the same patient's first, newest of them first, the open one left out. */
export function priorCandidates<
  T extends { readonly id: string; readonly label: string; readonly studyDate?: string | null; readonly patientId?: string | null },
>(listed: readonly T[], open: { readonly title: string; readonly patientId: string | null }): (T & { readonly samePatient: boolean })[] {
  return listed
    .filter((each) => each.label !== open.title)
    .map((each) => ({ ...each, samePatient: open.patientId !== null && each.patientId === open.patientId }))
    .sort(
      (a, b) =>
        Number(b.samePatient) - Number(a.samePatient) ||
        (b.studyDate ?? '').localeCompare(a.studyDate ?? '') ||
        a.label.localeCompare(b.label),
    );
}
