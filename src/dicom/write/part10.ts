import { uidFromName, VERSION } from '../../core/index.ts';
import { type Keyword, tagOf, type VR, vrOf } from '../dictionary/index.ts';
import { type Attributes, type AttributeValue, EXPLICIT_LITTLE_ENDIAN } from './dataset.ts';
import { encodeValue, needsUnicode } from './encode.ts';

/** VRs with a 32-bit length after two reserved bytes (PS3.5 7.1.2). */
const LONG_FORM: readonly VR[] = ['OB', 'OD', 'OF', 'OV', 'OW', 'SQ', 'UT'];
const PREAMBLE_BYTES = 128;
export const IMPLEMENTATION_CLASS_UID = uidFromName('calcimap implementation class');

interface Encoded {
  readonly tag: number;
  readonly vr: VR;
  readonly bytes: Uint8Array;
}

const headerLength = (vr: VR): number => (LONG_FORM.includes(vr) ? 12 : 8);

function writeHeader(view: DataView, at: number, element: { tag: number; vr: VR; length: number }): number {
  view.setUint16(at, element.tag >>> 16, true);
  view.setUint16(at + 2, element.tag & 0xffff, true);
  view.setUint8(at + 4, element.vr.charCodeAt(0));
  view.setUint8(at + 5, element.vr.charCodeAt(1));
  if (LONG_FORM.includes(element.vr)) {
    view.setUint32(at + 8, element.length, true);
    return at + 12;
  }
  if (element.length > 0xffff) throw new RangeError(`an ${element.vr} value of ${element.length} bytes does not fit its length field`);
  view.setUint16(at + 6, element.length, true);
  return at + 8;
}

function encodeSequence(items: readonly Attributes[]): Uint8Array {
  const encoded = items.map((item) => encodeDataset(item));
  const out = new Uint8Array(encoded.reduce((sum, bytes) => sum + 8 + bytes.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const bytes of encoded) {
    view.setUint16(at, 0xfffe, true);
    view.setUint16(at + 2, 0xe000, true);
    view.setUint32(at + 4, bytes.length, true);
    out.set(bytes, at + 8);
    at += 8 + bytes.length;
  }
  return out;
}

/** A data set as explicit VR little endian, sorted by tag, every length defined (PS3.5 7.1). */
export function encodeDataset(attributes: Attributes): Uint8Array {
  const elements: Encoded[] = [];
  for (const [name, value] of Object.entries(attributes) as [Keyword, AttributeValue | undefined][]) {
    if (value === undefined) continue;
    const vr = vrOf(name);
    const bytes = vr === 'SQ' ? encodeSequence(value === '' ? [] : (value as readonly Attributes[])) : encodeValue(vr, value);
    elements.push({ tag: Number.parseInt(tagOf(name), 16), vr, bytes });
  }
  elements.sort((a, b) => a.tag - b.tag);
  const out = new Uint8Array(elements.reduce((sum, each) => sum + headerLength(each.vr) + each.bytes.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const { tag, vr, bytes } of elements) {
    at = writeHeader(view, at, { tag, vr, length: bytes.length });
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

function anyUnicode(attributes: Attributes): boolean {
  return (Object.entries(attributes) as [Keyword, AttributeValue][]).some(([name, value]) =>
    vrOf(name) === 'SQ' && Array.isArray(value) ? (value as readonly Attributes[]).some(anyUnicode) : needsUnicode(vrOf(name), value),
  );
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
  const meta = encodeDataset({
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: SOPClassUID,
    MediaStorageSOPInstanceUID: SOPInstanceUID,
    TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
    ImplementationVersionName: `CALCIMAP ${VERSION}`.slice(0, 16),
  });
  const body = encodeDataset(anyUnicode(attributes) ? { ...attributes, SpecificCharacterSet: 'ISO_IR 192' } : attributes);
  const metaAt = PREAMBLE_BYTES + 4 + 12;
  const file = new Uint8Array(metaAt + meta.length + body.length);
  const view = new DataView(file.buffer);
  file.set([0x44, 0x49, 0x43, 0x4d], PREAMBLE_BYTES);
  view.setUint16(PREAMBLE_BYTES + 4, 0x0002, true);
  file.set([0x55, 0x4c], PREAMBLE_BYTES + 8);
  view.setUint16(PREAMBLE_BYTES + 10, 4, true);
  view.setUint32(PREAMBLE_BYTES + 12, meta.length, true);
  file.set(meta, metaAt);
  file.set(body, metaAt + meta.length);
  return file;
}
