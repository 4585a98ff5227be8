import { type DicomSource, type Issue, issue } from '../../core/index.ts';
import { type Keyword, vrOf } from '../dictionary/index.ts';
import type { Attributes } from './dataset.ts';
import { legalText } from './encode.ts';

/** Present even when empty (type 2 of the Patient and General Study modules, PS3.3 C.7.1.1 and C.7.2.1). */
const ALWAYS = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'AccessionNumber',
  'ReferringPhysicianName',
] as const satisfies readonly Keyword[];

/** Copied when the source has them. */
const WHEN_STATED = [
  'IssuerOfPatientID',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
  'PatientIdentityRemoved',
  'LongitudinalTemporalInformationModified',
  'StudyInstanceUID',
  'StudyDescription',
  'TimezoneOffsetFromUTC',
] as const satisfies readonly Keyword[];

/** All or none: the subject module needs its sponsor and protocol (PS3.3 C.7.1.3). */
const TRIAL = ['ClinicalTrialSponsorName', 'ClinicalTrialProtocolID', 'ClinicalTrialSubjectID'] as const satisfies readonly Keyword[];
/** Enumerated for PatientSex (PS3.3 C.7.1.1). */
const SEXES = new Set(['M', 'F', 'O', '']);

/**
 * Patient and study attributes of an object derived from a series: what its header says, where that may be written. A
 * value that breaks its VR is left out and named (the attribute alone: values may be of the patient).
 */
export function studyAttributes(header: DicomSource['header']): { attributes: Attributes; issues: Issue[] } {
  const attributes: { [K in Keyword]?: string | string[] } = {};
  const issues: Issue[] = [];
  const take = (keyword: Keyword): string | undefined => {
    const stated = header[keyword];
    if (stated === undefined) return undefined;
    const legal = legalText(vrOf(keyword), stated);
    if (legal !== null && (keyword !== 'PatientSex' || SEXES.has(legal))) return legal;
    issues.push(
      issue('note', {
        code: 'dicom-attribute-not-copied',
        where: keyword,
        expected: `a value of VR ${vrOf(keyword)} (PS3.5 6.2)`,
        received: 'one that is none',
        fix: 'Left out of the written objects.',
      }),
    );
    return undefined;
  };
  for (const keyword of ALWAYS) attributes[keyword] = take(keyword) ?? '';
  for (const keyword of WHEN_STATED) {
    const value = take(keyword);
    if (value) attributes[keyword] = value;
  }
  const methods = (header['DeidentificationMethod'] ?? '').split('\\').flatMap((each) => legalText('LO', each) || []);
  // Required as soon as the identity is said to be removed (PS3.3 C.7.1.1).
  if (methods.length > 0 || attributes.PatientIdentityRemoved === 'YES')
    attributes.DeidentificationMethod = methods.length > 0 ? methods : ['Not stated by the source'];
  if (TRIAL.every((keyword) => header[keyword])) for (const keyword of TRIAL) attributes[keyword] = take(keyword) ?? '';
  return { attributes, issues };
}
