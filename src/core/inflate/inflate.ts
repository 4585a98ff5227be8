import { Gunzip, Inflate } from 'fflate';
import { crc32 } from '../crc/index.ts';

/** Input is fed in pieces this small, so one piece cannot unfold to more than about 4 MB (deflate's limit is 1032:1). */
const PIECE_BYTES = 4096;
/** For a small cap the pieces are smaller still, so that what is thrown away is in proportion. */
const pieceBytes = (mostBytes: number): number => Math.max(64, Math.min(PIECE_BYTES, mostBytes >>> 6));

export interface InflateResult {
  /** What came out, at most `mostBytes`. */
  readonly bytes: Uint8Array;
  /**
   * `whole`: the stream ended; `cut`: the input ends too soon; `too-much`: the cap was reached; `broken`: no such stream;
   * `damaged`: it ended, and its checksum is another (gzip).
   */
  readonly state: 'whole' | 'cut' | 'too-much' | 'broken' | 'damaged';
}

export interface InflateOptions {
  readonly format: 'raw' | 'gzip';
  /** Real bytes are counted against this, whatever the stream declares. */
  readonly mostBytes: number;
  /** The size that is expected, when known, so that one buffer is enough; only a hint. */
  readonly expectedBytes?: number;
}

/** RFC 1952 2.3.1: a gzip member ends in the CRC-32 and the length of what was packed. */
const TRAILER_BYTES = 8;

/** True when the trailer speaks of exactly these bytes and its checksum is another. That of a last of several members does not. */
function contradicts(input: Uint8Array, bytes: Uint8Array): boolean {
  if (input.length < TRAILER_BYTES) return false;
  const trailer = new DataView(input.buffer, input.byteOffset + input.length - TRAILER_BYTES, TRAILER_BYTES);
  return trailer.getUint32(4, true) === bytes.length >>> 0 && trailer.getUint32(0, true) !== crc32(bytes);
}

/** Inflates with a hard cap on what comes out; never throws for bad input and stops at the cap. */
export function inflateCapped(input: Uint8Array, options: InflateOptions): InflateResult {
  let out = new Uint8Array(Math.min(options.mostBytes, options.expectedBytes ?? Math.max(65536, 4 * input.length)));
  let used = 0;
  let ended = false;
  let over = false;
  const take = (chunk: Uint8Array, final: boolean): void => {
    const fits = chunk.subarray(0, options.mostBytes - used);
    over ||= fits.length < chunk.length;
    const wanted = used + fits.length;
    if (wanted > out.length) {
      const grown = new Uint8Array(Math.min(options.mostBytes, Math.max(wanted, 2 * out.length)));
      grown.set(out.subarray(0, used));
      out = grown;
    }
    out.set(fits, used);
    used = wanted;
    if (final && !over) ended = true;
  };
  const stream = options.format === 'gzip' ? new Gunzip(take) : new Inflate(take);
  try {
    const piece = pieceBytes(options.mostBytes);
    for (let at = 0; at < input.length && !over; at += piece)
      stream.push(input.subarray(at, Math.min(input.length, at + piece)), at + piece >= input.length);
  } catch {
    return { bytes: out.subarray(0, used), state: used === 0 ? 'broken' : 'cut' };
  }
  const bytes = out.subarray(0, used);
  if (over || !ended) return { bytes, state: over ? 'too-much' : 'cut' };
  return { bytes, state: options.format === 'gzip' && contradicts(input, bytes) ? 'damaged' : 'whole' };
}
