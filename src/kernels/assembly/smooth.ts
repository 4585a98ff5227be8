import { arg, at16, at32, least, most, pointer } from './control';
import { thresholdRow } from './threshold';

// Separable Gaussian in 15-bit fixed point; see ../smooth/smooth.ts, the plain twin. Two taps share one multiply-add
// (i32x4.dot_i16x8_s), exact in 32 bits for every int16 value.

/** Row length in the scratch slices, a whole number of vectors. */
@inline function padded(nx: i32): i32 {
  return (nx + 7) & ~7;
}

/** d c b a | a b c d | d c b a */
function mirrored(index: i32, length: i32): i32 {
  const period = 2 * length;
  let within = index % period;
  if (within < 0) within += period;
  return within < length ? within : period - 1 - within;
}

/**
 * out[i] = (half + w[0] * low[0][i] + sum w[n] * (low[n][i] + high[n][i])) >> 15 for `count` values, a multiple of 8.
 * `taps` holds a pair of addresses per weight; `weights` a vector per weight: (w0, half) repeated, then (wn, wn).
 */
function blend(taps: usize, weights: usize, radius: i32, out: usize, count: i32): void {
  const one = i16x8.splat(1);
  const bytes = (<usize>count) << 1;
  for (let at: usize = 0; at < bytes; at += 16) {
    const centre = v128.load(<usize>load<u32>(taps) + at);
    const w0 = v128.load(weights);
    let a = i32x4.dot_i16x8_s(v128.shuffle<i16>(centre, one, 0, 8, 1, 9, 2, 10, 3, 11), w0);
    let b = i32x4.dot_i16x8_s(v128.shuffle<i16>(centre, one, 4, 12, 5, 13, 6, 14, 7, 15), w0);
    let tap = taps + 8;
    let weight = weights + 16;
    for (let away = 1; away <= radius; away++, tap += 8, weight += 16) {
      const low = v128.load(<usize>load<u32>(tap) + at);
      const high = v128.load(<usize>load<u32>(tap, 4) + at);
      const w = v128.load(weight);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.shuffle<i16>(low, high, 0, 8, 1, 9, 2, 10, 3, 11), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.shuffle<i16>(low, high, 4, 12, 5, 13, 6, 14, 7, 15), w));
    }
    v128.store(out + at, i16x8.narrow_i32x4_s(i32x4.shr_s(a, 15), i32x4.shr_s(b, 15)));
  }
}

/** Voxel row to a line with mirrored ends; `line` points at the first voxel, with room before and behind. */
function mirrorLine(row: usize, line: usize, nx: i32, radius: i32): void {
  memory.copy(line, row, (<usize>nx) << 1);
  for (let away = 1; away <= radius; away++) {
    store<i16>(line - ((<usize>away) << 1), load<i16>(at16(row, mirrored(-away, nx))));
    store<i16>(at16(line, nx - 1 + away), load<i16>(at16(row, mirrored(nx - 1 + away, nx))));
  }
}

/** Slice k smoothed along x and y into `slot`. */
function smoothPlane(k: i32, slot: usize, across: usize, line: usize, taps: usize): void {
  const nx = arg(3);
  const ny = arg(4);
  const stride = (<usize>padded(nx)) << 1;
  const rx = arg(6);
  const ry = arg(7);
  const weights = pointer(9);
  const yWeights = weights + ((<usize>(rx + 1)) << 4);
  const source = pointer(0) + ((<usize>k * <usize>ny * <usize>nx) << 1);
  if (rx == 0) {
    for (let j = 0; j < ny; j++) memory.copy(across + <usize>j * stride, source + ((<usize>(j * nx)) << 1), (<usize>nx) << 1);
  } else {
    for (let away = 0; away <= rx; away++) {
      store<u32>(at32(taps, 2 * away), <u32>(line - ((<usize>away) << 1)));
      store<u32>(at32(taps, 2 * away + 1), <u32>(line + ((<usize>away) << 1)));
    }
    for (let j = 0; j < ny; j++) {
      mirrorLine(source + ((<usize>(j * nx)) << 1), line, nx, rx);
      blend(taps, weights, rx, across + <usize>j * stride, padded(nx));
    }
  }
  if (ry == 0) {
    memory.copy(slot, across, stride * <usize>ny);
    return;
  }
  for (let j = 0; j < ny; j++) {
    for (let away = 0; away <= ry; away++) {
      store<u32>(at32(taps, 2 * away), <u32>(across + <usize>mirrored(j - away, ny) * stride));
      store<u32>(at32(taps, 2 * away + 1), <u32>(across + <usize>mirrored(j + away, ny) * stride));
    }
    blend(taps, yWeights, ry, slot + <usize>j * stride, padded(nx));
  }
}

/** Address of slice k in the ring, smoothed along x and y first if it is not there. */
@inline function ready(k: i32, ring: usize, planeBytes: usize, ringLength: i32, held: usize, across: usize, line: usize, taps: usize): usize {
  const slot = k % ringLength;
  const address = ring + <usize>slot * planeBytes;
  if (load<i32>(at32(held, slot)) != k) {
    store<i32>(at32(held, slot), k);
    smoothPlane(k, address, across, line, taps);
  }
  return address;
}

/**
 * Arguments: voxels, out (0 = none), words (0 = none), nx, ny, nz, radius x, y, z, weights (x, then y, then z), scratch,
 * scratch bytes per thread, slices per chunk, low, high, words per row, line bytes, taps bytes.
 * Scratch of a thread: line | taps x and y | taps z | held | one plane across | ring of planes.
 */
export function smoothChunk(chunk: i32, thread: i32): void {
  const nx = arg(3);
  const ny = arg(4);
  const nz = arg(5);
  const rz = arg(8);
  const stride = padded(nx);
  const planeBytes = (<usize>(stride * ny)) << 1;
  const ringLength = least(nz, 2 * rz + 1);
  const scratch = pointer(10) + <usize>thread * <usize>arg(11);
  const line = scratch + (((<usize>arg(6)) << 1) + 15 & ~15);
  const taps = scratch + <usize>arg(16);
  const zTaps = taps + <usize>arg(17);
  const held = zTaps + <usize>arg(17);
  const across = held + (((<usize>ringLength) << 2) + 15 & ~15);
  const ring = across + planeBytes;
  const zWeights = pointer(9) + ((<usize>(arg(6) + arg(7) + 2)) << 4);
  const rowOut = scratch;
  for (let slot = 0; slot < ringLength; slot++) store<i32>(at32(held, slot), -1);
  const first = chunk * arg(12);
  const last = least(nz, first + arg(12));
  for (let k = first; k < last; k++) {
    for (let away = 0; away <= rz; away++) {
      store<u32>(at32(zTaps, 2 * away), <u32>ready(mirrored(k - away, nz), ring, planeBytes, ringLength, held, across, line, taps));
      store<u32>(at32(zTaps, 2 * away + 1), <u32>ready(mirrored(k + away, nz), ring, planeBytes, ringLength, held, across, line, taps));
    }
    for (let j = 0; j < ny; j++) {
      let smoothed = <usize>load<u32>(zTaps);
      if (rz > 0) {
        blend(zTaps, zWeights, rz, rowOut, stride);
        smoothed = rowOut;
      }
      const row = <usize>j + <usize>ny * <usize>k;
      if (pointer(1)) memory.copy(pointer(1) + ((row * <usize>nx) << 1), smoothed, (<usize>nx) << 1);
      if (pointer(2)) thresholdRow(smoothed, pointer(2) + ((row * <usize>arg(15)) << 2), nx, arg(13), arg(14));
      for (let tap = 0; tap <= 2 * rz + 1; tap++) store<u32>(at32(zTaps, tap), load<u32>(at32(zTaps, tap)) + <u32>(stride << 1));
    }
  }
}
