import { arg, at16, at32, i32At, least, pointer } from './control';

/**
 * Arguments: voxels, nx, runs, runs per chunk, row, start, end, label, accumulators (per thread, per component: sum i64,
 * squares i64, minimum i32, maximum i32 = 24 bytes), accumulator bytes per thread.
 */
export function statisticsChunk(chunk: i32, thread: i32): void {
  const voxels = pointer(0);
  const nx = arg(1);
  const row = pointer(4);
  const start = pointer(5);
  const end = pointer(6);
  const label = pointer(7);
  const table = pointer(8) + <usize>thread * <usize>arg(9);
  const first = chunk * arg(3);
  const last = least(arg(2), first + arg(3));
  for (let run = first; run < last; run++) {
    let at = voxels + ((<usize>i32At(row, run) * <usize>nx + <usize>i32At(start, run)) << 1);
    const until = at + ((<usize>(i32At(end, run) - i32At(start, run) + 1)) << 1);
    let sum: i64 = 0;
    let squares: i64 = 0;
    let low = 32767;
    let high = -32768;
    for (; at < until; at += 2) {
      const value = <i32>load<i16>(at);
      sum += value;
      squares += <i64>(value * value);
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    const entry = table + <usize>i32At(label, run) * 24;
    store<i64>(entry, load<i64>(entry) + sum);
    store<i64>(entry, load<i64>(entry, 8) + squares, 8);
    if (low < load<i32>(entry, 16)) store<i32>(entry, low, 16);
    if (high > load<i32>(entry, 20)) store<i32>(entry, high, 20);
  }
}

/** sums[a] += the fx voxels of each block along a row of nx voxels. */
function addRow(voxels: usize, sums: usize, nx: i32, fx: i32): void {
  let at = voxels;
  let block = 0;
  let i = 0;
  if (fx == 2) {
    for (; i + 8 <= nx; i += 8, block += 4, at += 16) {
      const to = at32(sums, block);
      v128.store(to, i32x4.add(v128.load(to), i32x4.extadd_pairwise_i16x8_s(v128.load(at))));
    }
  } else if (fx == 4) {
    for (; i + 16 <= nx; i += 16, block += 4, at += 32) {
      const a = i32x4.extadd_pairwise_i16x8_s(v128.load(at));
      const b = i32x4.extadd_pairwise_i16x8_s(v128.load(at, 16));
      const even = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
      const odd = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
      const to = at32(sums, block);
      v128.store(to, i32x4.add(v128.load(to), i32x4.add(even, odd)));
    }
  }
  while (i < nx) {
    const last = least(nx, i + fx);
    let sum = 0;
    for (; i < last; i++, at += 2) sum += <i32>load<i16>(at);
    const to = at32(sums, block++);
    store<i32>(to, load<i32>(to) + sum);
  }
}

/** Arguments: voxels, out, nx, ny, nz, fx, fy, fz, mx, my, scratch, scratch bytes per thread. One chunk per coarse slice. */
export function downsampleChunk(c: i32, thread: i32): void {
  const nx = arg(2);
  const ny = arg(3);
  const fx = arg(5);
  const fy = arg(6);
  const fz = arg(7);
  const mx = arg(8);
  const my = arg(9);
  const sums = pointer(10) + <usize>thread * <usize>arg(11);
  const lastK = least(arg(4), (c + 1) * fz);
  for (let b = 0; b < my; b++) {
    const lastJ = least(ny, (b + 1) * fy);
    memory.fill(sums, 0, (<usize>mx) << 2);
    for (let k = c * fz; k < lastK; k++)
      for (let j = b * fy; j < lastJ; j++)
        addRow(pointer(0) + ((<usize>nx * (<usize>j + <usize>ny * <usize>k)) << 1), sums, nx, fx);
    const rows = (lastJ - b * fy) * (lastK - c * fz);
    const out = pointer(1) + ((<usize>mx * (<usize>b + <usize>my * <usize>c)) << 1);
    for (let a = 0; a < mx; a++) {
      const count = rows * least(fx, nx - a * fx);
      store<i16>(at16(out, a), <i16>(<i32>Math.floor(<f64>i32At(sums, a) / <f64>count + 0.5)));
    }
  }
}
