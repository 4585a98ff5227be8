import type { Device, ImagingStudy, Patient } from '@medplum/fhirtypes';
import type { Analysis } from '../analysis/index.ts';
import { dateOf, humanNames, referenceTo, stringOf, uidIdentifier, urnOf } from './elements.ts';

/** Addresses of the resources of one bundle, by what they are. */
export interface Urns {
  readonly patient: string;
  readonly study: string | null;
  readonly device: string;
  readonly report: string;
  readonly provenance: string;
  lesion(id: string): string;
  group(id: string): string;
  ranking(id: string): string;
}

/** @param content digest of what the result says: a changed result gets new addresses, its lesions keep theirs */
export function urnsOf(analysis: Analysis, content: string): Urns {
  const { inputHash } = analysis.manifest;
  const { studyInstanceUid } = analysis.study;
  return {
    patient: urnOf(`patient ${inputHash}`),
    study: studyInstanceUid === null ? null : urnOf(`study ${studyInstanceUid}`),
    device: urnOf(`device ${analysis.manifest.version} ${analysis.manifest.knowledgeVersion}`),
    report: urnOf(`report ${content}`),
    provenance: urnOf(`provenance ${content}`),
    lesion: (id) => urnOf(`lesion ${analysis.lesions.find((each) => each.id === id)?.trackingUid ?? id}`),
    group: (id) => urnOf(`group ${id} ${content}`),
    ranking: (id) => urnOf(`ranking ${id} ${content}`),
  };
}

/** Identity as the images state it, else as the record does. */
export function patientOf(analysis: Analysis): Patient {
  const { patient } = analysis.study;
  const { clinical } = analysis;
  const id = stringOf(patient.patientId ?? clinical.patient.id);
  const name = humanNames(patient.patientName ?? clinical.patient.name);
  const birthDate = dateOf(patient.birthDate ?? clinical.patient.birthDate);
  const sex = patient.sex ?? clinical.patient.sex;
  return {
    resourceType: 'Patient',
    ...(id ? { identifier: [{ value: id }] } : {}),
    ...(name.length ? { name } : {}),
    gender: sex ?? 'unknown',
    ...(birthDate ? { birthDate } : {}),
  };
}

export function imagingStudyOf(analysis: Analysis, urns: Urns): ImagingStudy | null {
  const { study } = analysis;
  if (study.studyInstanceUid === null) return null;
  const started = dateOf(study.studyDate);
  const description = stringOf(study.seriesDescription);
  return {
    resourceType: 'ImagingStudy',
    identifier: [uidIdentifier(study.studyInstanceUid)],
    status: 'available',
    subject: referenceTo(urns.patient),
    ...(started ? { started } : {}),
    ...(study.seriesInstanceUid && study.modality
      ? {
          series: [
            {
              uid: study.seriesInstanceUid,
              modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: study.modality },
              ...(description ? { description } : {}),
            },
          ],
        }
      : {}),
  };
}

export const deviceOf = (analysis: Analysis): Device => ({
  resourceType: 'Device',
  status: 'active',
  manufacturer: 'Calcimap',
  deviceName: [{ name: 'Calcimap', type: 'user-friendly-name' }],
  version: [
    { type: { text: 'software' }, value: analysis.manifest.version },
    { type: { text: 'knowledge' }, value: analysis.manifest.knowledgeVersion },
    { type: { text: 'settings (SHA-256)' }, value: analysis.manifest.settingsHash },
    { type: { text: 'input (SHA-256)' }, value: analysis.manifest.inputHash },
  ],
  note: [{ text: analysis.disclaimer }],
});
