import type { Attributes } from '../../dicom/index.ts';
import { type Code, codeItem } from '../codes/index.ts';

/** Items of an SR content tree (PS3.3 C.17.3), each a data set of its parent's ContentSequence. */
export type Relationship = 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT' | 'HAS CONCEPT MOD' | 'HAS PROPERTIES';

interface Named {
  readonly name: Code;
  readonly children?: readonly Attributes[];
}

const item = (type: string, relationship: Relationship | null, { name, children }: Partial<Named>, value: Attributes): Attributes => ({
  ...(relationship ? { RelationshipType: relationship } : {}),
  ValueType: type,
  ...(name ? { ConceptNameCodeSequence: [codeItem(name)] } : {}),
  ...value,
  ...(children?.length ? { ContentSequence: [...children] } : {}),
});

export const container = (about: Named & { relationship?: Relationship; template?: string }): Attributes =>
  item('CONTAINER', about.relationship ?? null, about, {
    ContinuityOfContent: 'SEPARATE',
    ...(about.template ? { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: about.template }] } : {}),
  });

export const text = (relationship: Relationship, name: Code, value: string): Attributes =>
  item('TEXT', relationship, { name }, { TextValue: value });

export const coded = (relationship: Relationship, name: Code, value: Code, children?: readonly Attributes[]): Attributes =>
  item('CODE', relationship, { name, children }, { ConceptCodeSequence: [codeItem(value)] });

export const uidReference = (relationship: Relationship, name: Code, uid: string): Attributes =>
  item('UIDREF', relationship, { name }, { UID: uid });

export const personName = (relationship: Relationship, name: Code, value: string): Attributes =>
  item('PNAME', relationship, { name }, { PersonName: value });

export const date = (relationship: Relationship, name: Code, value: string): Attributes =>
  item('DATE', relationship, { name }, { Date: value });

/** A measured value with its unit (PS3.3 C.18.1). */
export const numeric = (relationship: Relationship, about: Named & { readonly value: number; readonly unit: Code }): Attributes =>
  item('NUM', relationship, about, {
    MeasuredValueSequence: [{ NumericValue: about.value, MeasurementUnitsCodeSequence: [codeItem(about.unit)] }],
  });

/** A reference to an image, to frames of it, or to a segment of a segmentation (PS3.3 C.18.4). */
export const image = (
  relationship: Relationship,
  about: Partial<Named> & {
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly frame?: number;
    readonly segment?: number;
  },
): Attributes =>
  item('IMAGE', relationship, about, {
    ReferencedSOPSequence: [
      {
        ReferencedSOPClassUID: about.sopClassUid,
        ReferencedSOPInstanceUID: about.sopInstanceUid,
        ...(about.frame === undefined ? {} : { ReferencedFrameNumber: about.frame }),
        ...(about.segment === undefined ? {} : { ReferencedSegmentNumber: about.segment }),
      },
    ],
  });
