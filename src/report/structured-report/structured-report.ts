import { type CanonicalVolume, DISCLAIMER, type Outcome } from '../../core/index.ts';
import { type Attributes, legalText, writePart10 } from '../../dicom/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { dcm, OWN_SCHEME, sct } from '../codes/index.ts';
import { instanceReferences, type Origin, objectAttributes, originOf } from '../object/index.ts';
import type { SegmentationReference } from '../segmentation/index.ts';
import { impressionOf } from '../wording/index.ts';
import { coded, container, text } from './content.ts';
import { imageLibrary, languageItem, observerItems, type Reader } from './context.ts';
import { measurementGroups } from './groups.ts';

/** Holds every value type used here and is in more archives than Comprehensive 3D. */
export const COMPREHENSIVE_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.33';

export interface StructuredReportInput {
  readonly analysis: Analysis;
  readonly canonical: CanonicalVolume;
  /** Null when there was nothing to segment: the report then says so. */
  readonly segmentation: SegmentationReference | null;
  readonly reader?: Reader;
}

function conclusions(analysis: Analysis): Attributes {
  const { groups, expected, nothing } = impressionOf(analysis);
  const lines = groups.map((each) =>
    [
      `${each.heading}: ${each.measured}`,
      each.conclusion,
      ...each.causes.map((cause, index) => `${index + 1}. ${cause.label} (${cause.chance}); ${cause.reasons}`),
    ].join('\n'),
  );
  const said = [...lines, ...(expected ? [expected] : []), ...(nothing ? [nothing] : [])];
  return container({
    relationship: 'CONTAINS',
    name: dcm('121076', 'Conclusions'),
    children: [
      ...said.map((each) => text('CONTAINS', dcm('121077', 'Conclusion'), each)),
      text('CONTAINS', dcm('121106', 'Comment'), DISCLAIMER),
    ],
  });
}

function evidence(origin: Origin, segmentation: SegmentationReference | null): Attributes[] {
  const source = { SeriesInstanceUID: origin.seriesInstanceUid, ReferencedSOPSequence: instanceReferences(origin.dicom.frames) };
  const ours = segmentation && {
    SeriesInstanceUID: segmentation.seriesInstanceUid,
    ReferencedSOPSequence: [{ ReferencedSOPClassUID: segmentation.sopClassUid, ReferencedSOPInstanceUID: segmentation.sopInstanceUid }],
  };
  return [{ StudyInstanceUID: origin.studyInstanceUid, ReferencedSeriesSequence: ours ? [ours, source] : [source] }];
}

function verification(reader?: Reader): Attributes {
  if (!reader) return { VerificationFlag: 'UNVERIFIED', PreliminaryFlag: 'PRELIMINARY' };
  return {
    VerificationFlag: 'VERIFIED',
    PreliminaryFlag: 'FINAL',
    VerifyingObserverSequence: [
      {
        VerifyingOrganization: legalText('LO', reader.organization) ?? '',
        VerificationDateTime: reader.verifiedAt,
        VerifyingObserverName: legalText('PN', reader.name) ?? '',
        VerifyingObserverIdentificationCodeSequence: [],
      },
    ],
  };
}

/** `measurements.dcm`: the numbers as a measurement report (PS3.16 TID 1500). Same result and reader, same bytes. */
export function writeStructuredReport(input: StructuredReportInput): Outcome<Uint8Array> {
  const { analysis, canonical, segmentation, reader } = input;
  const { value: origin, issues } = originOf(canonical.source);
  if (!origin) return { value: null, issues };
  const form = `${segmentation?.sopInstanceUid ?? ''} ${reader ? JSON.stringify(reader) : ''}`;
  const bytes = writePart10({
    ...objectAttributes(analysis, origin, { kind: 'measurements', form, modality: 'SR' }),
    SOPClassUID: COMPREHENSIVE_SR_STORAGE,
    CodingSchemeIdentificationSequence: [...OWN_SCHEME],
    CompletionFlag: 'COMPLETE',
    ...verification(reader),
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: evidence(origin, segmentation),
    ...container({
      name: dcm('126000', 'Imaging Measurement Report'),
      template: '1500',
      children: [
        languageItem(),
        ...observerItems(reader),
        coded('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), sct('77477000', 'Computerized axial tomography')),
        imageLibrary(analysis, origin, canonical.source.grid),
        container({
          relationship: 'CONTAINS',
          name: dcm('126010', 'Imaging Measurements'),
          children: measurementGroups(analysis, origin, segmentation),
        }),
        conclusions(analysis),
      ],
    }),
  });
  return { value: bytes, issues };
}
