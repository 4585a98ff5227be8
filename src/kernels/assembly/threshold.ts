import { arg, at16, least, pointer } from './control';

/** Bits of 16 voxels: low <= value <= high. */
@inline function bits16(voxels: usize, low: v128, high: v128): u32 {
  const a = v128.load(voxels);
  const b = v128.load(voxels, 16);
  const inA = v128.and(i16x8.ge_s(a, low), i16x8.le_s(a, high));
  const inB = v128.and(i16x8.ge_s(b, low), i16x8.le_s(b, high));
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(inA, inB));
}

/** One row of nx voxels to bits. */
export function thresholdRow(voxels: usize, words: usize, nx: i32, low: i32, high: i32): void {
  const lowest = i16x8.splat(<i16>low);
  const highest = i16x8.splat(<i16>high);
  let from = voxels;
  let to = words;
  let i = 0;
  for (; i + 32 <= nx; i += 32, from += 64, to += 4) store<u32>(to, bits16(from, lowest, highest) | (bits16(from + 32, lowest, highest) << 16));
  if (i < nx) {
    let bits: u32 = 0;
    for (let bit = 0; i + bit < nx; bit++) {
      const value = <i32>load<i16>(at16(from, bit));
      if (value >= low && value <= high) bits |= (<u32>1) << bit;
    }
    store<u32>(to, bits);
  }
}

/** Arguments: voxels, words, nx, words per row, rows, low, high, rows per chunk. */
export function thresholdChunk(chunk: i32): void {
  const voxels = pointer(0);
  const words = pointer(1);
  const nx = arg(2);
  const wpr = arg(3);
  const rows = arg(4);
  const low = arg(5);
  const high = arg(6);
  const first = chunk * arg(7);
  const last = least(rows, first + arg(7));
  if ((nx & 31) == 0) {
    // Rows follow each other without padding: one long row.
    thresholdRow(voxels + <usize>first * <usize>nx * 2, words + ((<usize>first * <usize>wpr) << 2), nx * (last - first), low, high);
    return;
  }
  for (let row = first; row < last; row++)
    thresholdRow(voxels + <usize>row * <usize>nx * 2, words + ((<usize>row * <usize>wpr) << 2), nx, low, high);
}
