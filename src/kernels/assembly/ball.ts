import { arg, at32, i32At, least, most, pointer } from './control';

// Dilation by a ball taken apart into rows; see ../ball/morphology.ts, the plain twin. The outer loop runs over output
// slabs, so that threads never write to the same word.

/**
 * widened[0] = the slice's rows (complemented on demand), each row followed by a guard word of zero; returns the
 * occupied rows as low | high << 16, or -1 for an empty slice. One guard word also stands before the first row.
 */
function copySlice(source: usize, widened: usize, ny: i32, wpr: i32, tail: i32, complement: i32): i32 {
  let low = -1;
  let high = -1;
  const flip = complement ? -1 : 0;
  const flips = i32x4.splat(flip);
  for (let j = 0; j < ny; j++) {
    const from = source + ((<usize>j * <usize>wpr) << 2);
    const to = widened + ((<usize>j * <usize>(wpr + 1)) << 2);
    let word = 0;
    let any = i32x4.splat(0);
    for (; word + 4 < wpr; word += 4) {
      const bits = v128.xor(v128.load(at32(from, word)), flips);
      any = v128.or(any, bits);
      v128.store(at32(to, word), bits);
    }
    let rest = 0;
    for (; word < wpr; word++) {
      let bits = i32At(from, word) ^ flip;
      if (word == wpr - 1) bits &= tail;
      rest |= bits;
      store<i32>(at32(to, word), bits);
    }
    store<i32>(at32(to, wpr), 0);
    if (rest != 0 || v128.any_true(any)) {
      if (low < 0) low = j;
      high = j;
    }
  }
  return low < 0 ? -1 : low | (high << 16);
}

/** One more voxel to either side along x, for rows low..high. */
function widen(from: usize, to: usize, low: i32, high: i32, wpr: i32, tail: i32): void {
  for (let j = low; j <= high; j++) {
    const offset = (<usize>j * <usize>(wpr + 1)) << 2;
    const read = from + offset;
    const write = to + offset;
    let word = 0;
    for (; word + 4 <= wpr; word += 4) {
      const here = v128.load(at32(read, word));
      const before = v128.load(at32(read, word) - 4);
      const after = v128.load(at32(read, word) + 4);
      const left = v128.or(i32x4.shl(here, 1), i32x4.shr_u(before, 31));
      const right = v128.or(i32x4.shr_u(here, 1), i32x4.shl(after, 31));
      v128.store(at32(write, word), v128.or(here, v128.or(left, right)));
    }
    for (; word < wpr; word++) {
      const here = load<u32>(at32(read, word));
      const before = load<u32>(at32(read, word) - 4);
      const after = load<u32>(at32(read, word) + 4);
      store<u32>(at32(write, word), here | (here << 1) | (before >> 31) | (here >> 1) | (after << 31));
    }
    const last = at32(write, wpr - 1);
    store<i32>(last, load<i32>(last) & tail);
    store<i32>(last + 4, 0);
  }
}

/** Row of words |= all source rows that the ball's rows `entry`..`end` point at. */
@inline function gather(out: usize, widened: usize, offsets: usize, entry: i32, end: i32, wpr: i32): void {
  let word = 0;
  const first = at32(offsets, entry);
  const last = at32(offsets, end);
  for (; word + 16 <= wpr; word += 16) {
    const to = at32(out, word);
    const from = at32(widened, word);
    let a = v128.load(to);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);
    for (let at = first; at < last; at += 4) {
      const row = from + <usize>load<i32>(at);
      a = v128.or(a, v128.load(row));
      b = v128.or(b, v128.load(row, 16));
      c = v128.or(c, v128.load(row, 32));
      d = v128.or(d, v128.load(row, 48));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; word + 4 <= wpr; word += 4) {
    const to = at32(out, word);
    const from = at32(widened, word);
    let a = v128.load(to);
    for (let at = first; at < last; at += 4) a = v128.or(a, v128.load(from + <usize>load<i32>(at)));
    v128.store(to, a);
  }
  for (; word < wpr; word++) {
    const to = at32(out, word);
    const from = at32(widened, word);
    let a = load<i32>(to);
    for (let at = first; at < last; at += 4) a |= load<i32>(from + <usize>load<i32>(at));
    store<i32>(to, a);
  }
}

function complementSlab(out: usize, rows: i32, wpr: i32, tail: i32): void {
  const words = rows * wpr;
  for (let word = 0; word < words; word++) store<i32>(at32(out, word), ~i32At(out, word));
  if (tail != -1) for (let word = wpr - 1; word < words; word += wpr) store<i32>(at32(out, word), i32At(out, word) & tail);
}

/**
 * Arguments: source, destination, scratch, scratch bytes per thread, ny, nz, words per row, tail bits, widths, reach
 * along k, slices of the ball (per dz: half-height in rows, first entry), offsets (per entry: byte offset of its widened
 * row from the output row's), slices per chunk, complement the source, complement the result.
 */
export function dilateChunk(chunk: i32, thread: i32): void {
  const source = pointer(0);
  const destination = pointer(1);
  const ny = arg(4);
  const nz = arg(5);
  const wpr = arg(6);
  const tail = arg(7);
  const widths = arg(8);
  const reach = arg(9);
  const ball = pointer(10);
  const offsets = pointer(11);
  const first = chunk * arg(12);
  const last = least(nz, first + arg(12));
  const sliceBytes = (<usize>(ny * wpr)) << 2;
  const rowBytes = (<usize>(wpr + 1)) << 2;
  const widenedBytes = rowBytes * <usize>ny + 16;
  // 16 bytes of lead: the guard word before the first row.
  const widened = pointer(2) + <usize>thread * <usize>arg(3) + 16;
  memory.fill(destination + <usize>first * sliceBytes, 0, <usize>(last - first) * sliceBytes);
  const end = least(nz, last + reach);
  for (let k = most(0, first - reach); k < end; k++) {
    const occupied = copySlice(source + <usize>k * sliceBytes, widened, ny, wpr, tail, arg(13));
    if (occupied < 0) continue;
    const low = occupied & 0xffff;
    const high = occupied >>> 16;
    for (let width = 1; width < widths; width++)
      widen(widened + <usize>(width - 1) * widenedBytes, widened + <usize>width * widenedBytes, low, high, wpr, tail);
    for (let dz = -reach; dz <= reach; dz++) {
      const to = k + dz;
      if (to < first || to >= last) continue;
      const half = i32At(ball, 2 * (dz + reach));
      if (half < 0) continue;
      const entries = i32At(ball, 2 * (dz + reach) + 1);
      const lastRow = least(ny - 1, high + half);
      for (let j = most(0, low - half); j <= lastRow; j++) {
        // Rows j - dy with low <= j - dy <= high; entries stand in order of dy = -half .. half.
        const from = most(-half, j - high);
        const until = least(half, j - low);
        gather(
          destination + <usize>to * sliceBytes + ((<usize>(j * wpr)) << 2),
          widened + <usize>j * rowBytes,
          offsets,
          entries + half + from,
          entries + half + until + 1,
          wpr,
        );
      }
    }
  }
  if (arg(14)) complementSlab(destination + <usize>first * sliceBytes, (last - first) * ny, wpr, tail);
}
