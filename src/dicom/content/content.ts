import { type Issue, issue, readWhole, type SourceFile } from '../../core/index.ts';
import { type Dataset, item, items, number, parseFile, text } from '../parse/index.ts';

/** A coded concept as an item of a code sequence has it; the short value or the long one. */
export interface ReadCode {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** One item of an SR content tree (PS3.3 C.17.3.2); what its value type does not have is null. */
export interface ContentItem {
  readonly valueType: string;
  readonly relationship: string | null;
  readonly name: ReadCode | null;
  /** TEXT, UIDREF, PNAME, DATE. */
  readonly text: string | null;
  readonly code: ReadCode | null;
  readonly value: number | null;
  readonly unit: ReadCode | null;
  readonly reference: { readonly sopInstanceUid: string; readonly segment: number | null } | null;
  readonly template: string | null;
  readonly children: readonly ContentItem[];
}

export interface ContentDocument {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly verified: boolean;
  readonly root: ContentItem;
}

function codeOf(dataset: Dataset | null): ReadCode | null {
  const value = dataset ? (text(dataset, 'CodeValue') ?? text(dataset, 'LongCodeValue')) : null;
  if (!dataset || value === null) return null;
  return { value, scheme: text(dataset, 'CodingSchemeDesignator') ?? '', meaning: text(dataset, 'CodeMeaning') ?? '' };
}

function itemOf(dataset: Dataset): ContentItem {
  const measured = item(dataset, 'MeasuredValueSequence');
  const referenced = item(dataset, 'ReferencedSOPSequence');
  const template = item(dataset, 'ContentTemplateSequence');
  return {
    valueType: text(dataset, 'ValueType') ?? '',
    relationship: text(dataset, 'RelationshipType'),
    name: codeOf(item(dataset, 'ConceptNameCodeSequence')),
    text: text(dataset, 'TextValue') ?? text(dataset, 'UID') ?? text(dataset, 'PersonName') ?? text(dataset, 'Date'),
    code: codeOf(item(dataset, 'ConceptCodeSequence')),
    value: measured ? number(measured, 'NumericValue') : null,
    unit: measured ? codeOf(item(measured, 'MeasurementUnitsCodeSequence')) : null,
    reference: referenced
      ? { sopInstanceUid: text(referenced, 'ReferencedSOPInstanceUID') ?? '', segment: number(referenced, 'ReferencedSegmentNumber') }
      : null,
    template: template ? text(template, 'TemplateIdentifier') : null,
    children: items(dataset, 'ContentSequence').map(itemOf),
  };
}

/** Reads a structured report into its content tree; nesting is bounded where sequences are walked. */
export async function readContent(file: SourceFile): Promise<{ document: ContentDocument | null; issues: Issue[] }> {
  const parsed = parseFile(await readWhole(file), file.path);
  const root = parsed ? itemOf(parsed.dataset) : null;
  if (!parsed || !root || root.valueType !== 'CONTAINER') {
    const words = {
      expected: 'a DICOM structured report',
      received: parsed ? 'an object without content' : 'no DICOM file',
      fix: 'Give measurements.dcm.',
    };
    return { document: null, issues: [issue('error', { code: 'sr-not-one', where: file.path, ...words })] };
  }
  return {
    document: {
      sopClassUid: text(parsed.dataset, 'SOPClassUID') ?? '',
      sopInstanceUid: text(parsed.dataset, 'SOPInstanceUID') ?? '',
      verified: text(parsed.dataset, 'VerificationFlag') === 'VERIFIED',
      root,
    },
    issues: [...parsed.issues],
  };
}
