import { uidFromName, VERSION } from '../../core/index.ts';
import { type Keyword, tagOf, type VR, vrOf } from '../dictionary/index.ts';
import { type Attributes, type AttributeValue, type DeferredBytes, EXPLICIT_LITTLE_ENDIAN, isDeferred } from './dataset.ts';
import { encodeValue, needsUnicode } from './encode.ts';

/** VRs with a 32-bit length after two reserved bytes (PS3.5 7.1.2). */
const LONG_FORM: ReadonlySet<VR> = new Set<VR>(['OB', 'OD', 'OF', 'OV', 'OW', 'SQ', 'UC', 'UT']);
const PREAMBLE_BYTES = 128;
const ITEM_HEADER_BYTES = 8;
export const IMPLEMENTATION_CLASS_UID = uidFromName('calcimap implementation class');

/** A data set measured before a byte of it is written, so that it goes into one array however deep it is. */
interface Measured {
  readonly length: number;
  readonly elements: readonly MeasuredElement[];
}

interface MeasuredElement {
  readonly tag: number;
  readonly vr: VR;
  /** Of the value. */
  readonly length: number;
  readonly content: Uint8Array | DeferredBytes | readonly Measured[];
}

const isItems = (content: MeasuredElement['content']): content is readonly Measured[] => Array.isArray(content);

const headerLength = (vr: VR): number => (LONG_FORM.has(vr) ? 12 : 8);

function measureElement(name: Keyword, value: AttributeValue): MeasuredElement {
  const vr = vrOf(name);
  const tag = Number.parseInt(tagOf(name), 16);
  if (vr === 'SQ') {
    const items = (value === '' ? [] : (value as readonly Attributes[])).map(measure);
    return { tag, vr, content: items, length: items.reduce((sum, item) => sum + ITEM_HEADER_BYTES + item.length, 0) };
  }
  if (isDeferred(value)) return { tag, vr, content: value, length: value.byteLength };
  const bytes = encodeValue(vr, value);
  return { tag, vr, content: bytes, length: bytes.length };
}

function measure(attributes: Attributes): Measured {
  const elements: MeasuredElement[] = [];
  for (const [name, value] of Object.entries(attributes) as [Keyword, AttributeValue | undefined][])
    if (value !== undefined) elements.push(measureElement(name, value));
  elements.sort((a, b) => a.tag - b.tag);
  return { elements, length: elements.reduce((sum, each) => sum + headerLength(each.vr) + each.length, 0) };
}

interface Sheet {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function writeHeader({ view }: Sheet, at: number, element: { tag: number; vr: VR; length: number }): number {
  view.setUint16(at, element.tag >>> 16, true);
  view.setUint16(at + 2, element.tag & 0xffff, true);
  view.setUint8(at + 4, element.vr.charCodeAt(0));
  view.setUint8(at + 5, element.vr.charCodeAt(1));
  if (LONG_FORM.has(element.vr)) {
    view.setUint32(at + 8, element.length, true);
    return at + 12;
  }
  if (element.length > 0xffff) throw new RangeError(`an ${element.vr} value of ${element.length} bytes does not fit its length field`);
  view.setUint16(at + 6, element.length, true);
  return at + 8;
}

/** Writes a data set from `at` on; where it ends. */
function write(sheet: Sheet, from: number, { elements }: Measured): number {
  let at = from;
  for (const element of elements) {
    at = writeHeader(sheet, at, element);
    const { content } = element;
    if (isItems(content)) {
      for (const item of content) {
        sheet.view.setUint16(at, 0xfffe, true);
        sheet.view.setUint16(at + 2, 0xe000, true);
        sheet.view.setUint32(at + 4, item.length, true);
        at = write(sheet, at + ITEM_HEADER_BYTES, item);
      }
      continue;
    }
    if (content instanceof Uint8Array) sheet.bytes.set(content, at);
    else content.writeInto(sheet.bytes.subarray(at, at + content.byteLength));
    at += element.length;
  }
  return at;
}

const sheetOf = (bytes: Uint8Array): Sheet => ({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) });

/** A data set as explicit VR little endian, sorted by tag, every length defined (PS3.5 7.1). */
export function encodeDataset(attributes: Attributes): Uint8Array {
  const measured = measure(attributes);
  const sheet = sheetOf(new Uint8Array(measured.length));
  write(sheet, 0, measured);
  return sheet.bytes;
}

function anyUnicode(attributes: Attributes): boolean {
  return (Object.entries(attributes) as [Keyword, AttributeValue | undefined][]).some(([name, value]) => {
    if (value === undefined || value instanceof Uint8Array || isDeferred(value)) return false;
    return vrOf(name) === 'SQ' && Array.isArray(value)
      ? (value as readonly Attributes[]).some(anyUnicode)
      : needsUnicode(vrOf(name), value);
  });
}

/**
 * A Part 10 file (PS3.10 7.1), explicit VR little endian, preamble all zero. `SOPClassUID` and `SOPInstanceUID` must be
 * given; SpecificCharacterSet becomes ISO_IR 192 when a text needs it.
 * @throws RangeError when a value breaks its VR: a caller's bug, never a user's input.
 */
export function writePart10(attributes: Attributes): Uint8Array {
  const { SOPClassUID, SOPInstanceUID } = attributes;
  if (typeof SOPClassUID !== 'string' || typeof SOPInstanceUID !== 'string')
    throw new RangeError('a DICOM file needs SOPClassUID and SOPInstanceUID');
  const meta = measure({
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: SOPClassUID,
    MediaStorageSOPInstanceUID: SOPInstanceUID,
    TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
    ImplementationVersionName: `CALCIMAP ${VERSION}`.slice(0, 16),
  });
  const body = measure(anyUnicode(attributes) ? { ...attributes, SpecificCharacterSet: 'ISO_IR 192' } : attributes);
  const metaAt = PREAMBLE_BYTES + 4 + 12;
  const sheet = sheetOf(new Uint8Array(metaAt + meta.length + body.length));
  const { bytes: file, view } = sheet;
  file.set([0x44, 0x49, 0x43, 0x4d], PREAMBLE_BYTES);
  view.setUint16(PREAMBLE_BYTES + 4, 0x0002, true);
  file.set([0x55, 0x4c], PREAMBLE_BYTES + 8);
  view.setUint16(PREAMBLE_BYTES + 10, 4, true);
  view.setUint32(PREAMBLE_BYTES + 12, meta.length, true);
  write(sheet, write(sheet, metaAt, meta), body);
  return file;
}
