import type { CanonicalVolume, DicomSource, Outcome } from '../../core/index.ts';
import { type Attributes, legalText, writePart10 } from '../../dicom/index.ts';
import type { Analysis } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { lossyAttributes, objectAttributes, originOf } from '../object/index.ts';
import { drawPage } from './page.ts';

/** One page in the oldest class, which every viewer shows. */
export const SECONDARY_CAPTURE_STORAGE = '1.2.840.10008.5.1.4.1.1.7';

export interface SecondaryCaptureInput {
  readonly analysis: Analysis;
  readonly canonical: CanonicalVolume;
  readonly keyImages: readonly KeyImage[];
}

/** Body parts of PS3.16 annex L that are paired: a side must then be stated, or stand empty as not known. */
const PAIRED = /ANKLE|ARM|BREAST|CLAVICLE|ELBOW|EXTREMITY|EYE|FOOT|HAND|HIP|KNEE|LEG|SHOULDER|WRIST/;

/** Laterality is absent for an unpaired part and present for any other (PS3.3 C.7.3.1, type 2C). */
function bodyPart(header: DicomSource['header']): Attributes {
  const part = legalText('CS', header['BodyPartExamined'] ?? '');
  if (!part) return { Laterality: '' };
  const side = header['Laterality'];
  return { BodyPartExamined: part, ...(PAIRED.test(part) ? { Laterality: side === 'L' || side === 'R' ? side : '' } : {}) };
}

/** `secondary-capture.dcm`: the first report page as a colour image. Same result and key images, same bytes. */
export function writeSecondaryCapture({ analysis, canonical, keyImages }: SecondaryCaptureInput): Outcome<Uint8Array> {
  const { value: origin, issues } = originOf(canonical.source);
  if (!origin) return { value: null, issues };
  const page = drawPage(analysis, keyImages);
  const bytes = writePart10({
    ...objectAttributes(analysis, origin, { kind: 'secondary-capture', modality: 'OT' }),
    SOPClassUID: SECONDARY_CAPTURE_STORAGE,
    ConversionType: 'WSD',
    ImageType: ['DERIVED', 'SECONDARY'],
    PatientOrientation: '',
    ...bodyPart(origin.dicom.header),
    BurnedInAnnotation: 'NO',
    ...lossyAttributes(origin),
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    Rows: page.height,
    Columns: page.width,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: page.rgb,
  });
  return { value: bytes, issues };
}
