/** What a compressed frame says of itself, read before any decoder allocates for it. */
export interface CodestreamShape {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  /** JPEG: the SOF marker, 0xC0 baseline .. 0xC3 lossless, 0xF7 JPEG-LS; JPEG 2000: 0x51. */
  readonly marker: number;
}

const isFrameHeader = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) || marker === 0xf7;

/** JPEG and JPEG-LS: the first SOF segment (ITU T.81 B.2.2, T.87 C.2.2). */
function jpegShape(view: DataView): CodestreamShape | null {
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrameHeader(marker))
      return {
        bits: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
        marker,
      };
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** JPEG 2000 part 1 and 15: the SIZ segment (ITU T.800 A.5.1). A JP2 box file is not allowed by DICOM but met; its codestream is looked for. */
function jpeg2000Shape(view: DataView, start: number): CodestreamShape | null {
  if (start + 43 > view.byteLength || view.getUint16(start + 2) !== 0xff51) return null;
  const at = start + 4;
  return {
    width: view.getUint32(at + 4) - view.getUint32(at + 12),
    height: view.getUint32(at + 8) - view.getUint32(at + 16),
    components: view.getUint16(at + 36),
    bits: (view.getUint8(at + 38) & 0x7f) + 1,
    marker: 0x51,
  };
}

/** Where the codestream starts: past the boxes of a JP2 wrapper, else 0. */
function codestreamStart(bytes: Uint8Array): number {
  if (bytes[0] === 0xff) return 0;
  const limit = Math.min(bytes.length - 4, 4096);
  for (let at = 0; at < limit; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51) return at;
  return 0;
}

export function codestreamShape(bytes: Uint8Array): CodestreamShape | null {
  if (bytes.length < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) === 0xffd8) return jpegShape(view);
  const start = codestreamStart(bytes);
  return view.getUint16(start) === 0xff4f ? jpeg2000Shape(view, start) : null;
}

/**
 * True when the frame ends with its end marker (EOI, EOC: FF D9), but for padding. Decoders make up what a cut stream
 * does not hold, so this is asked first.
 */
export function endsWhole(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 2 && (bytes[end - 1] === 0 || bytes[end - 1] === 0xff)) end--;
  return end >= 2 && bytes[end - 1] === 0xd9 && bytes[end - 2] === 0xff;
}
