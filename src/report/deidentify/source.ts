import type { DicomSource, VolumeSource } from '../../core/index.ts';
import { DATES_MODIFIED, METHOD } from './method.ts';
import type { Deidentifier } from './pseudonym.ts';

/** Days that stay, shifted; times of day go. */
const DATES = ['StudyDate', 'SeriesDate', 'AcquisitionDate', 'ContentDate'] as const;
/** About pixels and scan, of nobody. */
const KEPT = ['PatientSex', 'LossyImageCompression', 'LossyImageCompressionRatio', 'LossyImageCompressionMethod'] as const;

/** Header and instances behind DICOM objects, with stand-ins: only what is named here comes through. */
function deidentifyDicom(dicom: DicomSource, ageYears: number | null, by: Deidentifier): DicomSource {
  const header: Record<string, string> = {
    PatientName: by.pseudonym,
    PatientID: by.pseudonym,
    PatientIdentityRemoved: 'YES',
    DeidentificationMethod: METHOD,
    LongitudinalTemporalInformationModified: DATES_MODIFIED,
  };
  if (ageYears !== null && ageYears >= 1) header['PatientAge'] = `${String(Math.min(999, Math.floor(ageYears))).padStart(3, '0')}Y`;
  for (const keyword of KEPT) if (dicom.header[keyword]) header[keyword] = dicom.header[keyword];
  for (const keyword of DATES) {
    const shifted = dicom.header[keyword] ? by.date(dicom.header[keyword]) : null;
    if (shifted) header[keyword] = shifted;
  }
  return {
    ...dicom,
    header,
    frames: dicom.frames.map((each) => ({ ...each, sopInstanceUid: by.uid(each.sopInstanceUid) })),
    windows: dicom.windows?.map((each) => ({ ...each, name: null })),
  };
}

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
  dicom: source.dicom && deidentifyDicom(source.dicom, by.age(source.patient.ageYears), by),
  slices: source.slices.map((each) => ({ ...each, sopInstanceUid: by.uid(each.sopInstanceUid) })),
});
