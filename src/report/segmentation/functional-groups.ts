import type { CanonicalVolume } from '../../core/index.ts';
import type { Attributes } from '../../dicom/index.ts';
import { codeItem, dcm } from '../codes/index.ts';
import type { Origin } from '../object/index.ts';
import type { SegFrame } from './pixels.ts';
import type { Plane } from './planes.ts';

const SEGMENTATION = dcm('113076', 'Segmentation');
const SOURCE_IMAGE = dcm('121322', 'Source image for image processing operation');

function derivationOf(plane: Plane, direct: boolean): Attributes {
  return {
    DerivationImageSequence: [
      {
        DerivationCodeSequence: [codeItem(SEGMENTATION)],
        SourceImageSequence: plane.sources.map((source) => ({
          ReferencedSOPClassUID: source.sopClassUid,
          ReferencedSOPInstanceUID: source.sopInstanceUid,
          ...(source.frameCount > 1 ? { ReferencedFrameNumber: source.frame } : {}),
          SpatialLocationsPreserved: direct && plane.sources.length === 1 ? 'YES' : 'NO',
          PurposeOfReferenceCodeSequence: [codeItem(SOURCE_IMAGE)],
        })),
      },
    ],
  };
}

export interface Layout {
  readonly encoding: 'binary' | 'labelmap';
  readonly planes: readonly Plane[];
  readonly frames: readonly SegFrame[];
  readonly canonical: CanonicalVolume;
  readonly origin: Origin;
}

/** Dimensions and functional groups (PS3.3 C.7.6.16, C.7.6.17): by segment and then by place, a label map by place alone. */
export function frameAttributes({ encoding, planes, frames, canonical, origin }: Layout, organizationUid: string): Attributes {
  const { spacingMm } = canonical.source.grid;
  const acquisition = canonical.source.source.acquisition;
  const organization = { DimensionOrganizationUID: organizationUid };
  const used = [...new Set(frames.map((frame) => frame.plane))].sort((a, b) => a - b);
  const placeOf = new Map(used.map((plane, index) => [plane, index + 1]));
  const bySegment = {
    ...organization,
    DimensionIndexPointer: '0062000B',
    FunctionalGroupPointer: '0062000A',
    DimensionDescriptionLabel: 'Segment',
  };
  const byPlace = {
    ...organization,
    DimensionIndexPointer: '00200032',
    FunctionalGroupPointer: '00209113',
    DimensionDescriptionLabel: 'Position',
  };
  return {
    DimensionOrganizationSequence: [organization],
    DimensionIndexSequence: encoding === 'binary' ? [bySegment, byPlace] : [byPlace],
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [
          {
            SliceThickness: acquisition.sliceThicknessMm ?? spacingMm[2],
            SpacingBetweenSlices: spacingMm[2],
            PixelSpacing: [spacingMm[1], spacingMm[0]],
          },
        ],
        PlaneOrientationSequence: [{ ImageOrientationPatient: [...origin.dicom.orientation] }],
      },
    ],
    PerFrameFunctionalGroupsSequence: frames.map((frame) => {
      const plane = planes[frame.plane];
      const place = placeOf.get(frame.plane)!;
      const segment = frame.parts[0].segment;
      return {
        ...derivationOf(plane, !origin.dicom.resampled),
        FrameContentSequence: [{ DimensionIndexValues: encoding === 'binary' ? [segment, place] : [place] }],
        PlanePositionSequence: [{ ImagePositionPatient: [...plane.positionMm] }],
        ...(encoding === 'binary' ? { SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }] } : {}),
      };
    }),
  };
}
