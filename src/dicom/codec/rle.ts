/**
 * RLE Lossless (PS3.5 annex G): one PackBits segment per byte plane, most significant byte first. Our own because the
 * codec library reads outside its memory on a broken segment; this one is bounded and fills what is missing with zero.
 */
const HEADER_BYTES = 64;
const MOST_SEGMENTS = 15;

export interface RleShape {
  readonly pixels: number;
  readonly bytesPerSample: number;
  readonly samplesPerPixel: number;
}

/** Unpacks one segment into every `stride`-th byte of `out`; how many bytes were written. */
function unpack(input: Uint8Array, out: Uint8Array, start: number, stride: number): number {
  let read = 0;
  let write = start;
  while (read < input.length && write < out.length) {
    const control = input[read++];
    if (control < 128) {
      const end = Math.min(input.length, read + control + 1);
      while (read < end && write < out.length) {
        out[write] = input[read++];
        write += stride;
      }
    } else if (control > 128 && read < input.length) {
      const value = input[read++];
      for (let run = 257 - control; run > 0 && write < out.length; run--) {
        out[write] = value;
        write += stride;
      }
    }
  }
  return Math.ceil((write - start) / stride);
}

/** Little endian samples, interleaved by pixel; null when the header is none or a segment is short. */
export function decodeRle(bytes: Uint8Array, shape: RleShape): Uint8Array | null {
  const { pixels, bytesPerSample, samplesPerPixel } = shape;
  const planes = bytesPerSample * samplesPerPixel;
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== planes || segments > MOST_SEGMENTS) return null;
  const out = new Uint8Array(pixels * planes);
  for (let segment = 0; segment < segments; segment++) {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (from < HEADER_BYTES || to < from || to > bytes.length) return null;
    const sample = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - (segment % bytesPerSample);
    if (unpack(bytes.subarray(from, to), out, sample * bytesPerSample + byte, planes) < pixels) return null;
  }
  return out;
}
