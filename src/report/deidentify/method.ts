/** A coded concept as DICOM and FHIR carry it. */
export interface MethodCode {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/**
 * What was done, for DeidentificationMethodCodeSequence (0012,0064), CID 7050 (PS3.16): the basic profile of PS3.15 annex E with
 * dates shifted and sex and age kept, without which neither a course nor a prior probability could be read.
 */
export const METHOD_CODES: readonly MethodCode[] = [
  { value: '113100', scheme: 'DCM', meaning: 'Basic Application Confidentiality Profile' },
  { value: '113107', scheme: 'DCM', meaning: 'Retain Longitudinal Temporal Information Modified Dates Option' },
  { value: '113108', scheme: 'DCM', meaning: 'Retain Patient Characteristics Option' },
];

/** DeidentificationMethod (0012,0063), LO: at most 64 characters. */
export const METHOD = 'Calcimap: PS3.15 basic profile, shifted dates, age and sex kept';

/** LongitudinalTemporalInformationModified (0028,0303). */
export const DATES_MODIFIED = 'MODIFIED';
