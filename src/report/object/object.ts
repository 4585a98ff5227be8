import { type DicomSource, type Issue, issue, LABEL, type Outcome, uidFromName, VERSION, type Volume } from '../../core/index.ts';
import { type Attributes, legalText, studyAttributes } from '../../dicom/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { codeItem, dcm } from '../codes/index.ts';
import { type ObjectKind, objectUids } from '../uid/index.ts';

/** What every object written for a DICOM series needs of it. */
export interface Origin {
  readonly dicom: DicomSource;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** The source's, or one made from its series where it states none. */
  readonly frameOfReferenceUid: string;
  /** Patient and General Study modules. */
  readonly study: Attributes;
  readonly lossy: boolean;
}

/** A UID as a file may hold it, leading zeros and all. */
const UID = /^[0-9.]{1,64}$/;

const refusal = (received: string): Issue =>
  issue('note', {
    code: 'dicom-objects-need-a-series',
    where: 'input',
    expected: 'a DICOM series with study, series and instance UIDs',
    received,
    fix: 'Give the DICOM series itself; segmentation, measurements, secondary capture and key objects lie on its instances. lesions.nii.gz (--labels) and analysis.json hold the same.',
  });

/** The series behind a volume as objects refer to it; null with an issue for NIfTI and for series without UIDs. */
export function originOf(volume: Volume | null): Outcome<Origin> {
  const { dicom, studyInstanceUid, seriesInstanceUid, frameOfReferenceUid, lossy, format } = volume?.source ?? {};
  if (!dicom) return { value: null, issues: [refusal(format === 'nifti' ? 'a NIfTI file' : 'no DICOM series')] };
  const uids = [studyInstanceUid, seriesInstanceUid, ...dicom.frames.flatMap((each) => [each.sopInstanceUid, each.sopClassUid])];
  if (!uids.every((uid) => UID.test(uid ?? ''))) return { value: null, issues: [refusal('a series without them')] };
  const { attributes, issues } = studyAttributes(dicom.header);
  const study = { ...attributes, StudyInstanceUID: studyInstanceUid! };
  const frameOfReference = frameOfReferenceUid && UID.test(frameOfReferenceUid) ? frameOfReferenceUid : null;
  return {
    value: {
      dicom,
      studyInstanceUid: studyInstanceUid!,
      seriesInstanceUid: seriesInstanceUid!,
      frameOfReferenceUid: frameOfReference ?? uidFromName(`calcimap frame of reference ${seriesInstanceUid}`),
      study,
      lossy: lossy ?? false,
    },
    issues,
  };
}

/** Date and time of a source that states none: type 1 attributes need one. */
const NO_DATE = '19000101';
const NO_TIME = '000000';
const DATED = [
  ['AcquisitionDate', 'AcquisitionTime'],
  ['ContentDate', 'ContentTime'],
  ['SeriesDate', 'SeriesTime'],
  ['StudyDate', 'StudyTime'],
] as const;

/** When the content arose: the source's acquisition, for the same input must give the same bytes; times of a run stand in the manifest. */
export function contentTime({ header }: DicomSource): { date: string; time: string } {
  for (const [date, time] of DATED) {
    const day = header[date] ? legalText('DA', header[date]) : null;
    if (day) return { date: day, time: (header[time] && legalText('TM', header[time])) || NO_TIME };
  }
  return { date: NO_DATE, time: NO_TIME };
}

const SERIES: Readonly<Record<ObjectKind, { number: number; description: string }>> = {
  segmentation: { number: 9901, description: 'Calcimap segmentation (research)' },
  measurements: { number: 9902, description: 'Calcimap measurements (research)' },
  'secondary-capture': { number: 9903, description: 'Calcimap report page (research)' },
  'key-objects': { number: 9904, description: 'Calcimap key images (research)' },
};

export const MANUFACTURER = 'Calcimap';
export const MODEL = `Calcimap, ${LABEL}`;

/** The manifest in an object's own terms (PS3.3 C.12.1, CID 7005): what made it, with which settings, from which input. */
const contribution = ({ manifest }: Analysis): Attributes => ({
  PurposeOfReferenceCodeSequence: [codeItem(dcm('109102', 'Processing Equipment'))],
  Manufacturer: MANUFACTURER,
  ManufacturerModelName: MODEL.slice(0, 64),
  SoftwareVersions: [VERSION, `knowledge ${manifest.knowledgeVersion}`],
  ContributionDescription: `version ${manifest.version}, knowledge ${manifest.knowledgeVersion}, settings ${manifest.settingsHash}, input ${manifest.inputHash}. ${LABEL}.`,
});

/** Series, equipment and SOP common attributes that all objects share (PS3.3 C.7.3.1, C.7.5.2, C.12.1). */
export function objectAttributes(
  analysis: Analysis,
  origin: Origin,
  about: { kind: ObjectKind; form?: string; modality: string },
): Attributes {
  const uids = objectUids(analysis, about.kind, about.form);
  const { number, description } = SERIES[about.kind];
  const { date, time } = contentTime(origin.dicom);
  return {
    ...origin.study,
    SOPInstanceUID: uids.sopInstanceUid,
    SeriesInstanceUID: uids.seriesInstanceUid,
    Modality: about.modality,
    SeriesNumber: number,
    SeriesDescription: description,
    InstanceNumber: 1,
    ContentQualification: 'RESEARCH',
    ContentDate: date,
    ContentTime: time,
    Manufacturer: MANUFACTURER,
    ManufacturerModelName: MODEL.slice(0, 64),
    DeviceSerialNumber: VERSION,
    SoftwareVersions: [VERSION, `knowledge ${analysis.manifest.knowledgeVersion}`],
    ContributingEquipmentSequence: [contribution(analysis)],
    ...(analysis.deidentification ? { DeidentificationMethodCodeSequence: analysis.deidentification.codes.map(codeItem) } : {}),
  };
}

/** References to instances of one series, each once (PS3.3 table 10-4). */
export const instanceReferences = (frames: DicomSource['frames']): Attributes[] => {
  const seen = new Map(frames.map((each) => [each.sopInstanceUid, each.sopClassUid]));
  return [...seen].map(([instance, sopClass]) => ({ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }));
};

/** Loss in the source stays with what is made from it (PS3.3 C.7.6.1.1.5). */
export function lossyAttributes({ dicom, lossy }: Origin): Attributes {
  if (!lossy) return { LossyImageCompression: '00' };
  const { LossyImageCompressionRatio: ratio, LossyImageCompressionMethod: method } = dicom.header;
  return {
    LossyImageCompression: '01',
    ...(ratio?.split('\\').every((each) => /^[0-9.]{1,16}$/.test(each)) ? { LossyImageCompressionRatio: ratio.split('\\') } : {}),
    ...(method?.split('\\').every((each) => /^[A-Z0-9_]{1,16}$/.test(each)) ? { LossyImageCompressionMethod: method.split('\\') } : {}),
  };
}
