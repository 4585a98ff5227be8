const TRANSFER_SYNTAX_TAG = [0x02, 0x00, 0x10, 0x00, 0x55, 0x49];
const PIXEL_TAG = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57];

function find(bytes: Uint8Array, pattern: readonly number[], from: number): number {
  for (let at = from; at < bytes.length; at++) if (pattern.every((byte, offset) => bytes[at + offset] === byte)) return at;
  throw new Error('the pattern is not there');
}

const even = (length: number): number => length + (length % 2);

/** A file of our writer with its pixel data replaced by one compressed frame (PS3.5 A.4) and its syntax changed. */
export function writeEncapsulated(file: Uint8Array, frame: Uint8Array, syntaxUid: string): Uint8Array {
  const syntaxAt = find(file, TRANSFER_SYNTAX_TAG, 132);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const oldLength = view.getUint16(syntaxAt + 6, true);
  const uid = new Uint8Array(even(syntaxUid.length));
  uid.set(new TextEncoder().encode(syntaxUid));
  const pixelAt = find(file, PIXEL_TAG, syntaxAt);
  const head = file.subarray(0, syntaxAt + 8);
  const middle = file.subarray(syntaxAt + 8 + oldLength, pixelAt);
  const out = new Uint8Array(head.length + uid.length + middle.length + 12 + 8 + 8 + even(frame.length) + 8);
  const to = new DataView(out.buffer);
  out.set(head);
  to.setUint16(syntaxAt + 6, uid.length, true);
  to.setUint32(140, view.getUint32(140, true) + uid.length - oldLength, true);
  out.set(uid, head.length);
  out.set(middle, head.length + uid.length);
  let at = head.length + uid.length + middle.length;
  out.set([...PIXEL_TAG.slice(0, 4), 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff], at);
  at += 12;
  const item = (length: number): void => {
    to.setUint16(at, 0xfffe, true);
    to.setUint16(at + 2, 0xe000, true);
    to.setUint32(at + 4, length, true);
    at += 8;
  };
  item(0);
  item(even(frame.length));
  out.set(frame, at);
  at += even(frame.length);
  to.setUint16(at, 0xfffe, true);
  to.setUint16(at + 2, 0xe0dd, true);
  return out;
}
