import type { DicomSource, Grid } from '../../core/index.ts';
import { uidFromName, VERSION } from '../../core/index.ts';
import { type Attributes, legalText } from '../../dicom/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { code, dcm, regionCode, ucum } from '../codes/index.ts';
import { MANUFACTURER, MODEL, type Origin } from '../object/index.ts';
import { coded, container, date, image, numeric, personName, text, uidReference } from './content.ts';

/** Who read and accepted the result. Only a named reader makes it verified. */
export interface Reader {
  /** PN, `Family^Given`. */
  readonly name: string;
  readonly organization: string;
  /** DT, `YYYYMMDDHHMMSS`. */
  readonly verifiedAt: string;
}

const PIXELS = ucum('{pixels}', 'pixels');
const MM = ucum('mm', 'millimeter');

/** PS3.16 TID 1204. */
export const languageItem = (): Attributes =>
  coded('HAS CONCEPT MOD', dcm('121049', 'Language of Content Item and Descendants'), code('en', 'RFC5646', 'English'));

/** PS3.16 TID 1002: the software, and the reader when there is one. */
export function observerItems(reader?: Reader): Attributes[] {
  const type = dcm('121005', 'Observer Type');
  return [
    coded('HAS OBS CONTEXT', type, dcm('121007', 'Device')),
    uidReference('HAS OBS CONTEXT', dcm('121012', 'Device Observer UID'), uidFromName(`calcimap device ${VERSION}`)),
    text('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), MANUFACTURER),
    text('HAS OBS CONTEXT', dcm('121014', 'Device Observer Manufacturer'), MANUFACTURER),
    text('HAS OBS CONTEXT', dcm('121015', 'Device Observer Model Name'), MODEL),
    text('HAS OBS CONTEXT', dcm('121016', 'Device Observer Serial Number'), VERSION),
    ...(reader
      ? [
          coded('HAS OBS CONTEXT', type, dcm('121006', 'Person')),
          personName('HAS OBS CONTEXT', dcm('121008', 'Person Observer Name'), legalText('PN', reader.name) ?? ''),
          text('HAS OBS CONTEXT', dcm('121009', "Person Observer's Organization Name"), reader.organization),
        ]
      : []),
  ];
}

function acquisitionItems(analysis: Analysis, origin: Origin, grid: Grid): Attributes[] {
  const { dicom } = origin;
  const day = legalText('DA', dicom.header['StudyDate'] ?? '');
  const thickness = analysis.technique?.sliceThicknessMm;
  const [region] = analysis.study.bodyRegions.flatMap((each) => regionCode(each) ?? []);
  const number = (name: [string, string], value: number, unit = MM): Attributes =>
    numeric('HAS ACQ CONTEXT', { name: dcm(...name), value, unit });
  return [
    coded('HAS ACQ CONTEXT', dcm('121139', 'Modality'), dcm('CT', 'Computed Tomography')),
    ...(region ? [coded('HAS ACQ CONTEXT', dcm('123014', 'Target Region'), region)] : []),
    ...(day ? [date('HAS ACQ CONTEXT', dcm('111060', 'Study Date'), day)] : []),
    number(['110910', 'Pixel Data Rows'], dicom.rows, PIXELS),
    number(['110911', 'Pixel Data Columns'], dicom.columns, PIXELS),
    number(['111026', 'Horizontal Pixel Spacing'], grid.spacingMm[0]),
    number(['111066', 'Vertical Pixel Spacing'], grid.spacingMm[1]),
    number(['112226', 'Spacing between slices'], grid.spacingMm[2]),
    ...(thickness ? [number(['112225', 'Slice Thickness'], thickness)] : []),
    uidReference('HAS ACQ CONTEXT', dcm('112227', 'Frame of Reference UID'), origin.frameOfReferenceUid),
  ];
}

const entry = (frame: DicomSource['frames'][number]): Attributes =>
  image('CONTAINS', { ...frame, frame: frame.frameCount > 1 ? frame.frame : undefined });

/** PS3.16 TID 1600: every source image, with what they share. */
export const imageLibrary = (analysis: Analysis, origin: Origin, grid: Grid): Attributes =>
  container({
    relationship: 'CONTAINS',
    name: dcm('111028', 'Image Library'),
    template: '1600',
    children: [
      container({
        relationship: 'CONTAINS',
        name: dcm('126200', 'Image Library Group'),
        children: [...acquisitionItems(analysis, origin, grid), ...origin.dicom.frames.map(entry)],
      }),
    ],
  });
