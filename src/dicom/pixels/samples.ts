import { type Decoded, decodeFrame } from '../codec/index.ts';
import type { PixelFormat } from '../instance/index.ts';
import type { TransferSyntax } from '../syntax/index.ts';
import { frameBytes } from './format.ts';

/** One byte per pixel from packed bits, least significant first (PS3.5 8.1.1). */
export function unpackBits(bytes: Uint8Array, from: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let at = 0, bit = from; at < count; at++, bit++) out[at] = (bytes[bit >>> 3] >>> (bit & 7)) & 1;
  return out;
}

function toLittleEndian(bytes: Uint8Array, bitsAllocated: number): Uint8Array {
  if (bitsAllocated === 8) return bytes;
  const width = bitsAllocated / 8;
  const out = new Uint8Array(bytes.length - (bytes.length % width));
  for (let at = 0; at + width <= bytes.length; at += width)
    for (let byte = 0; byte < width; byte++) out[at + byte] = bytes[at + width - 1 - byte];
  return out;
}

/** Planes (PlanarConfiguration 1) to pixels. */
export function interleave(bytes: Uint8Array, format: PixelFormat): Uint8Array {
  const width = format.bitsAllocated / 8;
  const pixels = format.rows * format.columns;
  const out = new Uint8Array(bytes.length);
  for (let sample = 0; sample < format.samplesPerPixel; sample++)
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let byte = 0; byte < width; byte++)
        out[(pixel * format.samplesPerPixel + sample) * width + byte] = bytes[(sample * pixels + pixel) * width + byte];
  return out;
}

/** Some big endian writers give 8-bit pixels as OW words, which swaps each pair (PS3.5 annex A.3). */
const swapPairs = (bytes: Uint8Array): Uint8Array => toLittleEndian(bytes, 16);

/** How the bytes of a frame lie in their file. */
export interface StoredForm {
  readonly format: PixelFormat;
  readonly syntax: TransferSyntax;
  /** VR of PixelData. */
  readonly vr: string;
}

/**
 * Stored bytes of a frame to samples: little endian, as BitsAllocated says, interleaved by pixel; 1-bit ones become a
 * byte each. `firstBit` is where a native 1-bit frame begins in `bytes`.
 */
export async function samplesOf(bytes: Uint8Array, form: StoredForm, firstBit = 0): Promise<Decoded> {
  const { format, syntax, vr } = form;
  const bits = format.bitsAllocated === 1;
  const count = format.rows * format.columns;
  if (syntax.codec !== 'native') {
    const decoded = await decodeFrame(bytes, format, syntax);
    return bits && 'bytes' in decoded ? { bytes: unpackBits(decoded.bytes, 0, count) } : decoded;
  }
  // An encapsulated frame under an uncompressed syntax can be of any length.
  const needed = bits ? Math.ceil((firstBit + count) / 8) : frameBytes(format);
  if (bytes.length < needed) return { problem: { code: 'dicom-truncated', received: `${bytes.length} of ${needed} bytes of the frame` } };
  const pairs = format.bitsAllocated <= 8 && vr === 'OW';
  const ordered = syntax.littleEndian ? bytes : pairs ? swapPairs(bytes) : bits ? bytes : toLittleEndian(bytes, format.bitsAllocated);
  if (bits) return { bytes: unpackBits(ordered, firstBit, count) };
  const whole = ordered.subarray(0, frameBytes(format));
  return { bytes: format.planar && format.samplesPerPixel > 1 ? interleave(whole, format) : whole };
}
