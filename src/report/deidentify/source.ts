import type { VolumeSource } from '../../core/index.ts';
import type { Deidentifier } from './pseudonym.ts';

/** What DICOM objects are written from, with stand-ins; free text (descriptions, agents) is gone, geometry and physics stay. */
export const deidentifySource = (source: VolumeSource, by: Deidentifier): VolumeSource => ({
  ...source,
  studyInstanceUid: source.studyInstanceUid && by.uid(source.studyInstanceUid),
  seriesInstanceUid: source.seriesInstanceUid && by.uid(source.seriesInstanceUid),
  frameOfReferenceUid: source.frameOfReferenceUid && by.uid(source.frameOfReferenceUid),
  seriesDescription: null,
  patient: {
    ...source.patient,
    patientId: by.pseudonym,
    patientName: by.pseudonym,
    birthDate: null,
    ageYears: by.age(source.patient.ageYears),
  },
  acquisition: {
    ...source.acquisition,
    contrastBolusAgent: null,
    studyDate: source.acquisition.studyDate && by.date(source.acquisition.studyDate),
  },
  slices: source.slices.map((each) => ({ ...each, sopInstanceUid: by.uid(each.sopInstanceUid) })),
});
