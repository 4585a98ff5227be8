import type { Acquisition, PatientIdentity } from '../../core/index.ts';
import { type Dataset, number, numbers, type ParsedFile, text, texts } from '../parse/index.ts';
import { framesOf } from './frames.ts';
import type { Instance, Padding, PixelFormat } from './instance.ts';

/** Most frames one file may announce; beyond it the header lies. */
const MOST_FRAMES = 100_000;
const DAYS_PER: Readonly<Record<string, number>> = { D: 365.25, W: 52.18, M: 12, Y: 1 };

function ageYears(dataset: Dataset): number | null {
  const match = /^(\d{1,3})([DWMY])$/.exec(text(dataset, 'PatientAge') ?? '');
  if (match) return Math.round((1000 * Number(match[1])) / DAYS_PER[match[2]]) / 1000;
  const birth = /^(\d{4})(\d\d)(\d\d)$/.exec(text(dataset, 'PatientBirthDate') ?? '');
  const study = /^(\d{4})(\d\d)(\d\d)$/.exec(text(dataset, 'StudyDate') ?? '');
  if (!birth || !study) return null;
  const years = Number(study[1]) - Number(birth[1]) - (study[2] + study[3] < birth[2] + birth[3] ? 1 : 0);
  return years >= 0 && years < 150 ? years : null;
}

const SEX: Readonly<Record<string, PatientIdentity['sex']>> = { M: 'male', F: 'female', O: 'other' };

const patientOf = (dataset: Dataset): PatientIdentity => ({
  patientId: text(dataset, 'PatientID'),
  patientName: text(dataset, 'PatientName'),
  birthDate: text(dataset, 'PatientBirthDate'),
  sex: SEX[text(dataset, 'PatientSex') ?? ''] ?? null,
  ageYears: ageYears(dataset),
});

const acquisitionOf = (dataset: Dataset): Acquisition => ({
  kvp: number(dataset, 'KVP'),
  convolutionKernel: text(dataset, 'ConvolutionKernel'),
  sliceThicknessMm: number(dataset, 'SliceThickness'),
  contrastBolusAgent: text(dataset, 'ContrastBolusAgent'),
  bodyPartExamined: text(dataset, 'BodyPartExamined'),
  manufacturer: text(dataset, 'Manufacturer'),
  manufacturerModelName: text(dataset, 'ManufacturerModelName'),
  studyDate: text(dataset, 'StudyDate'),
  patientPosition: text(dataset, 'PatientPosition'),
  gantryTiltDegrees: number(dataset, 'GantryDetectorTilt'),
});

function formatOf(dataset: Dataset): PixelFormat | null {
  const rows = number(dataset, 'Rows');
  const columns = number(dataset, 'Columns');
  const bitsAllocated = number(dataset, 'BitsAllocated');
  if (!rows || !columns || !bitsAllocated) return null;
  const bitsStored = number(dataset, 'BitsStored') ?? bitsAllocated;
  const frames = number(dataset, 'NumberOfFrames') ?? 1;
  return {
    rows,
    columns,
    samplesPerPixel: number(dataset, 'SamplesPerPixel') ?? 1,
    photometric: text(dataset, 'PhotometricInterpretation') ?? 'MONOCHROME2',
    bitsAllocated,
    bitsStored,
    highBit: number(dataset, 'HighBit') ?? bitsStored - 1,
    signed: number(dataset, 'PixelRepresentation') === 1,
    planar: number(dataset, 'PlanarConfiguration') === 1,
    frames: Number.isInteger(frames) && frames >= 1 && frames <= MOST_FRAMES ? frames : 1,
  };
}

/** PixelPaddingValue is US or SS by PixelRepresentation, and implicit encoding does not say which (PS3.5 annex A.1). */
function paddingOf(dataset: Dataset, format: PixelFormat | null): Padding | null {
  const sign = (value: number): number => (format?.signed && value >= 0x8000 ? value - 0x10000 : value);
  const value = numbers(dataset, 'PixelPaddingValue')[0];
  if (value === undefined || Number.isNaN(value)) return null;
  const limit = numbers(dataset, 'PixelPaddingRangeLimit')[0] ?? value;
  return { low: Math.min(sign(value), sign(limit)), high: Math.max(sign(value), sign(limit)) };
}

/** The facts of one file that grouping, geometry and decoding need; its bytes are let go. */
export function instanceOf(parsed: ParsedFile, file: { path: string; size: number }): Instance {
  const { dataset, syntax } = parsed;
  const format = formatOf(dataset);
  return {
    path: file.path,
    fileSize: file.size,
    syntax,
    inflated: parsed.inflated,
    pixels: parsed.pixels,
    format,
    frames: format && parsed.pixels ? framesOf(dataset, format.frames, format.signed) : [],
    padding: paddingOf(dataset, format),
    lossy: syntax.lossy || text(dataset, 'LossyImageCompression') === '01',
    sopClassUid: text(dataset, 'SOPClassUID') ?? '',
    sopInstanceUid: text(dataset, 'SOPInstanceUID') ?? '',
    studyInstanceUid: text(dataset, 'StudyInstanceUID') ?? '',
    seriesInstanceUid: text(dataset, 'SeriesInstanceUID') ?? '',
    frameOfReferenceUid: text(dataset, 'FrameOfReferenceUID'),
    modality: text(dataset, 'Modality') ?? '',
    imageType: texts(dataset, 'ImageType'),
    seriesDescription: text(dataset, 'SeriesDescription'),
    seriesNumber: number(dataset, 'SeriesNumber'),
    instanceNumber: number(dataset, 'InstanceNumber'),
    patient: patientOf(dataset),
    acquisition: acquisitionOf(dataset),
  };
}
