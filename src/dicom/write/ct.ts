import { indexToPatient, LABEL, uidFromName, type Vector3, type Volume } from '../../core/index.ts';
import type { Attributes } from './dataset.ts';
import { writePart10 } from './part10.ts';

export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/** What the volume does not say of itself. UIDs that are left out are the volume's own, or come from `name`. */
export interface CtSeriesFields {
  /** Seeds every UID that is not given, so the same name gives the same files. */
  readonly name: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly frameOfReferenceUid?: string;
  readonly seriesNumber?: number;
  readonly seriesDescription?: string;
  readonly studyDescription?: string;
  /** DA, `YYYYMMDD`. */
  readonly studyDate?: string;
  /** TM, `HHMMSS`. */
  readonly studyTime?: string;
  /** Folder in front of each file name, without a slash at the end. */
  readonly folder?: string;
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Defined terms of PS3.16 annex L that are paired; Laterality is type 2C and must be absent for any other stated part. */
const PAIRED_PARTS = new Set('ANKLE ARM BREAST CLAVICLE ELBOW EXTREMITY EYE FOOT HAND HIP KNEE LEG SHOULDER WRIST'.split(' '));
const SEX = { male: 'M', female: 'F', other: 'O' } as const;

const ageString = (years: number | null): string | undefined =>
  years === null ? undefined : `${String(Math.min(999, Math.floor(years))).padStart(3, '0')}Y`;

function commonAttributes(volume: Volume, fields: CtSeriesFields): Attributes {
  const { source, grid } = volume;
  const { patient, acquisition } = source;
  const d = grid.direction;
  return {
    ImageType: ['DERIVED', 'SECONDARY', 'AXIAL'],
    SOPClassUID: CT_IMAGE_STORAGE,
    StudyDate: fields.studyDate ?? acquisition.studyDate ?? '',
    StudyTime: fields.studyTime ?? '',
    AccessionNumber: '',
    Modality: 'CT',
    Manufacturer: acquisition.manufacturer ?? 'Calcimap',
    ManufacturerModelName: acquisition.manufacturerModelName ?? LABEL.slice(0, 64),
    ReferringPhysicianName: '',
    StudyDescription: fields.studyDescription,
    SeriesDescription: fields.seriesDescription ?? source.seriesDescription ?? undefined,
    PatientName: patient.patientName ?? '',
    PatientID: patient.patientId ?? '',
    PatientBirthDate: patient.birthDate ?? '',
    PatientSex: patient.sex ? SEX[patient.sex] : '',
    PatientAge: ageString(patient.ageYears),
    ContrastBolusAgent: acquisition.contrastBolusAgent ?? undefined,
    BodyPartExamined: acquisition.bodyPartExamined ?? undefined,
    SliceThickness: acquisition.sliceThicknessMm ?? grid.spacingMm[2],
    KVP: acquisition.kvp ?? '',
    ConvolutionKernel: acquisition.convolutionKernel ?? undefined,
    GantryDetectorTilt: acquisition.gantryTiltDegrees ?? undefined,
    PatientPosition: acquisition.patientPosition ?? '',
    StudyInstanceUID: fields.studyInstanceUid ?? source.studyInstanceUid ?? uidFromName(`${fields.name} study`),
    SeriesInstanceUID: seriesUid(volume, fields),
    StudyID: '1',
    SeriesNumber: fields.seriesNumber ?? 1,
    AcquisitionNumber: 1,
    ImageOrientationPatient: [d[0], d[3], d[6], d[1], d[4], d[7]],
    FrameOfReferenceUID: fields.frameOfReferenceUid ?? source.frameOfReferenceUid ?? uidFromName(`${fields.name} frame of reference`),
    PositionReferenceIndicator: '',
    Laterality: PAIRED_PARTS.has(acquisition.bodyPartExamined ?? '') || !acquisition.bodyPartExamined ? '' : undefined,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: grid.size[1],
    Columns: grid.size[0],
    PixelSpacing: [grid.spacingMm[1], grid.spacingMm[0]],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'HU',
  };
}

const seriesUid = (volume: Volume, fields: CtSeriesFields): string =>
  fields.seriesInstanceUid ?? volume.source.seriesInstanceUid ?? uidFromName(`${fields.name} series`);

/** Explicit little endian bytes of one slice. */
function slicePixels(volume: Volume, slice: number): Uint8Array {
  const count = volume.grid.size[0] * volume.grid.size[1];
  const bytes = new Uint8Array(2 * count);
  const view = new DataView(bytes.buffer);
  for (let at = 0, from = slice * count; at < count; at++, from++) view.setInt16(2 * at, volume.hu[from], true);
  return bytes;
}

/**
 * A volume as CT Image Storage (PS3.3 A.3), one file per slice along k, signed 16 bit HU with rescale 1 and 0. The
 * grid's direction must be orthonormal. Same volume and fields give the same bytes. Checked by `dciodvfy` in the tests.
 */
export function writeCtSeries(volume: Volume, fields: CtSeriesFields): WrittenFile[] {
  const common = commonAttributes(volume, fields);
  const series = seriesUid(volume, fields);
  const d = volume.grid.direction;
  const folder = fields.folder ? `${fields.folder}/` : '';
  const files: WrittenFile[] = [];
  for (let slice = 0; slice < volume.grid.size[2]; slice++) {
    const position: Vector3 = indexToPatient(volume.grid, [0, 0, slice]);
    const bytes = writePart10({
      ...common,
      SOPInstanceUID: uidFromName(`${series} slice ${slice + 1}`),
      InstanceNumber: slice + 1,
      ImagePositionPatient: position,
      SliceLocation: d[2] * position[0] + d[5] * position[1] + d[8] * position[2],
      PixelData: slicePixels(volume, slice),
    });
    files.push({ path: `${folder}IM${String(slice + 1).padStart(5, '0')}.dcm`, bytes });
  }
  return files;
}
