import { arg, argF32, at32, i32At, least, most, pointer } from './control';

// Exact Euclidean distance, axis by axis; see ../distance/distance.ts, the plain twin. Values are the plain minimum of
// float32 sums, so any order of looking gives the same bits.

const NONE: i32 = 0x3fffffff;
/** Lanes swept at once: two vectors. */
const LANES: i32 = 8;

/**
 * Squared x distance of a row's samples. `square` holds min((n * spacing)^2, cap) for n = 0 .. nx. Returns false, and
 * leaves `out` alone, when the row is empty.
 */
function rowDistances(words: usize, wpr: i32, low: i32, step: i32, count: i32, square: usize, cap: f32, nx: i32, out: usize): bool {
  let any: u32 = 0;
  for (let word = 0; word < wpr; word++) any |= load<u32>(at32(words, word));
  if (!any) return false;
  let x = low;
  let word = -1;
  let bits: u32 = 0;
  let before = -NONE;
  let after = NONE;
  for (let sample = 0; sample < count; sample++, x += step) {
    const mine = x >>> 5;
    if (mine != word) {
      for (let seek = most(0, word); seek < mine; seek++) {
        const other = load<u32>(at32(words, seek));
        if (other) before = (seek << 5) + 31 - <i32>clz(other);
      }
      word = mine;
      bits = load<u32>(at32(words, word));
      if (after < (word + 1) << 5 || sample == 0) {
        let seek = word + 1;
        while (seek < wpr && load<u32>(at32(words, seek)) == 0) seek++;
        after = seek < wpr ? (seek << 5) + <i32>ctz(load<u32>(at32(words, seek))) : NONE;
      }
    }
    const bit = x & 31;
    const left = bits & ((<u32>0xffffffff) >> (31 - bit));
    const right = bits >> bit;
    const down = x - (left ? (word << 5) + 31 - <i32>clz(left) : before);
    const up = right ? <i32>ctz(right) : after - x;
    const near = least(down, up);
    store<f32>(at32(out, sample), near <= nx ? load<f32>(at32(square, near)) : cap);
  }
  return true;
}

/**
 * One output vector pair at place `at` of a line of `length` places, 8 lanes each. `first`..`last` are the places that
 * hold anything below the cap. Looks outwards until nothing further off can be lower in any lane.
 */
@inline function envelope(line: usize, at: i32, first: i32, last: i32, square: usize, out: usize): void {
  const here = line + ((<usize>at) << 5);
  let a = v128.load(here);
  let b = v128.load(here, 16);
  const below = at - first;
  const above = last - at;
  const both = least(below, above);
  const furthest = most(below, above);
  let away = most(1, most(-below, -above));
  let low = here - ((<usize>away) << 5);
  let high = here + ((<usize>away) << 5);
  for (; away <= both; away++, low -= 32, high += 32) {
    const added = v128.load32_splat(at32(square, away));
    if (!v128.any_true(v128.or(f32x4.gt(a, added), f32x4.gt(b, added)))) {
      away = furthest + 1;
      break;
    }
    a = f32x4.pmin(a, f32x4.add(v128.load(low), added));
    b = f32x4.pmin(b, f32x4.add(v128.load(low, 16), added));
    a = f32x4.pmin(a, f32x4.add(v128.load(high), added));
    b = f32x4.pmin(b, f32x4.add(v128.load(high, 16), added));
  }
  const down = below > above;
  for (; away <= furthest; away++, low -= 32, high += 32) {
    const added = v128.load32_splat(at32(square, away));
    if (!v128.any_true(v128.or(f32x4.gt(a, added), f32x4.gt(b, added)))) break;
    const side = down ? low : high;
    a = f32x4.pmin(a, f32x4.add(v128.load(side), added));
    b = f32x4.pmin(b, f32x4.add(v128.load(side, 16), added));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
}

/** Copies 8 lanes of `length` places into a line; returns first | last << 16 of the places below the cap, -1 for none. */
@inline function takeLine(source: usize, stride: usize, length: i32, line: usize, cap: v128): i32 {
  let first = -1;
  let last = -1;
  for (let at = 0; at < length; at++) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    v128.store(line + ((<usize>at) << 5), a);
    v128.store(line + ((<usize>at) << 5), b, 16);
    if (v128.any_true(v128.or(f32x4.lt(a, cap), f32x4.lt(b, cap)))) {
      if (first < 0) first = at;
      last = at;
    }
    source += stride;
  }
  return first < 0 ? -1 : first | (last << 16);
}

/**
 * Arguments: words, words per row, nx, ny, low i, step, samples x, samples x padded to 8, first row, rows, first slice,
 * slices, first sample's row within the rows, samples y, squares x, squares y, cap squared (f32), stack, scratch,
 * scratch bytes per thread, slices per chunk. Stack: a plane of samples x (padded) by samples y per slice.
 */
export function distancePlanesChunk(chunk: i32, thread: i32): void {
  const wpr = arg(1);
  const bx = arg(6);
  const padded = arg(7);
  const height = arg(9);
  const by = arg(13);
  const squaresY = pointer(15);
  const cap = argF32(16);
  const caps = f32x4.splat(cap);
  const slice = pointer(18) + <usize>thread * <usize>arg(19);
  const line = slice + ((<usize>(padded * height)) << 2);
  const rowBytes = (<usize>padded) << 2;
  const firstSlice = chunk * arg(20);
  const lastSlice = least(arg(11), firstSlice + arg(20));
  for (let k = firstSlice; k < lastSlice; k++) {
    const words = pointer(0) + ((<usize>wpr * (<usize>arg(8) + <usize>arg(3) * <usize>(arg(10) + k))) << 2);
    const plane = pointer(17) + <usize>k * rowBytes * <usize>by;
    let any = false;
    for (let j = 0; j < height; j++) {
      const row = slice + <usize>j * rowBytes;
      let filled = 0;
      if (rowDistances(words + ((<usize>(j * wpr)) << 2), wpr, arg(4), arg(5), bx, pointer(14), cap, arg(2), row)) {
        any = true;
        filled = bx;
      }
      for (let lane = filled; lane < padded; lane++) store<f32>(at32(row, lane), cap);
    }
    for (let a = 0; a < padded; a += LANES) {
      const occupied = any ? takeLine(slice + ((<usize>a) << 2), rowBytes, height, line, caps) : -1;
      let out = plane + ((<usize>a) << 2);
      if (occupied < 0) {
        for (let b = 0; b < by; b++, out += rowBytes) {
          v128.store(out, caps);
          v128.store(out, caps, 16);
        }
        continue;
      }
      let at = arg(12);
      for (let b = 0; b < by; b++, out += rowBytes, at += arg(5)) envelope(line, at, occupied & 0xffff, occupied >>> 16, squaresY, out);
    }
  }
}

/**
 * The last axis, in place on the stack, then square roots: sample c of a column is written to plane c. Arguments:
 * stack, samples x padded, samples y, slices, first sample's slice within the slices, step, samples z, squares z,
 * cap squared (f32), cap (f32), scratch, scratch bytes per thread. One chunk per row of samples.
 */
export function distanceColumnsChunk(b: i32, thread: i32): void {
  const padded = arg(1);
  const depth = arg(3);
  const capSquared = f32x4.splat(argF32(8));
  const cap = f32x4.splat(argF32(9));
  const line = pointer(10) + <usize>thread * <usize>arg(11);
  const planeBytes = (<usize>(padded * arg(2))) << 2;
  for (let a = 0; a < padded; a += LANES) {
    const column = pointer(0) + ((<usize>(b * padded + a)) << 2);
    const occupied = takeLine(column, planeBytes, depth, line, capSquared);
    let out = column;
    let at = arg(4);
    for (let c = 0; c < arg(6); c++, out += planeBytes, at += arg(5)) {
      if (occupied < 0) {
        v128.store(out, cap);
        v128.store(out, cap, 16);
        continue;
      }
      envelope(line, at, occupied & 0xffff, occupied >>> 16, pointer(7), out);
      const near = v128.load(out);
      const next = v128.load(out, 16);
      v128.store(out, v128.bitselect(cap, f32x4.sqrt(near), f32x4.ge(near, capSquared)));
      v128.store(out, v128.bitselect(cap, f32x4.sqrt(next), f32x4.ge(next, capSquared)), 16);
    }
  }
}
