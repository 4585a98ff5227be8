import { arg, at32, i32At, least, pointer } from './control';

// Runs and union-find; see ../runs/runs.ts, the plain twin.

/** Arguments: words, words per row, rows, tail bits, rowFirst, rows per chunk, complement. rowFirst[r] = runs of row r. */
export function countRunsChunk(chunk: i32): void {
  const wpr = arg(1);
  const tail = arg(3);
  const rowFirst = pointer(4);
  const flip = arg(6) ? -1 : 0;
  const first = chunk * arg(5);
  const last = least(arg(2), first + arg(5));
  let at = pointer(0) + ((<usize>first * <usize>wpr) << 2);
  for (let row = first; row < last; row++) {
    let carry: u32 = 0;
    let count = 0;
    for (let word = 0; word < wpr; word++, at += 4) {
      let bits = load<u32>(at) ^ <u32>flip;
      if (word == wpr - 1) bits &= <u32>tail;
      const starts = bits & ~((bits << 1) | carry);
      if (starts) count += <i32>popcnt(starts);
      carry = bits >> 31;
    }
    store<i32>(at32(rowFirst, row), count);
  }
}

/** Turns counts into first indices; returns the total. */
export function prefixRuns(rowFirst: usize, rows: i32): i32 {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const count = i32At(rowFirst, row);
    store<i32>(at32(rowFirst, row), total);
    total += count;
  }
  store<i32>(at32(rowFirst, rows), total);
  return total;
}

/** Arguments as for countRunsChunk, then 7 nx, 8 start, 9 end, 10 row, 11 parent. */
export function fillRunsChunk(chunk: i32): void {
  const words = pointer(0);
  const wpr = arg(1);
  const tail = arg(3);
  const rowFirst = pointer(4);
  const flip = arg(6) ? -1 : 0;
  const nx = arg(7);
  const start = pointer(8);
  const end = pointer(9);
  const rowOf = pointer(10);
  const parent = pointer(11);
  const first = chunk * arg(5);
  const last = least(arg(2), first + arg(5));
  for (let row = first; row < last; row++) {
    let run = i32At(rowFirst, row);
    const until = i32At(rowFirst, row + 1);
    if (run == until) continue;
    for (let mine = run; mine < until; mine++) {
      store<i32>(at32(rowOf, mine), row);
      store<i32>(at32(parent, mine), mine);
    }
    let inside = false;
    let carry: u32 = 0;
    const base = words + ((<usize>row * <usize>wpr) << 2);
    for (let word = 0; word < wpr; word++) {
      let bits = load<u32>(at32(base, word)) ^ <u32>flip;
      if (word == wpr - 1) bits &= <u32>tail;
      let changes = bits ^ ((bits << 1) | carry);
      carry = bits >> 31;
      while (changes) {
        const x = (word << 5) + <i32>ctz(changes);
        changes &= changes - 1;
        if (inside) store<i32>(at32(end, run++), x - 1);
        else store<i32>(at32(start, run), x);
        inside = !inside;
      }
    }
    if (inside) store<i32>(at32(end, run), nx - 1);
  }
}

@inline function find(parent: usize, from: i32): i32 {
  let at = from;
  let up = i32At(parent, at);
  while (up != at) {
    const next = i32At(parent, up);
    store<i32>(at32(parent, at), next);
    at = next;
    up = i32At(parent, at);
  }
  return at;
}

/** Joins runs of rows a and b that overlap, or lie within `reach` voxels of it. The smaller root wins. */
function linkRows(rowFirst: usize, start: usize, end: usize, parent: usize, a: i32, b: i32, reach: i32): void {
  let p = i32At(rowFirst, a);
  let q = i32At(rowFirst, b);
  const pLast = i32At(rowFirst, a + 1);
  const qLast = i32At(rowFirst, b + 1);
  while (p < pLast && q < qLast) {
    const pEnd = i32At(end, p);
    const qEnd = i32At(end, q);
    if (qEnd + reach < i32At(start, p)) q++;
    else if (pEnd + reach < i32At(start, q)) p++;
    else {
      const rootP = find(parent, p);
      const rootQ = find(parent, q);
      if (rootP < rootQ) store<i32>(at32(parent, rootQ), rootP);
      else store<i32>(at32(parent, rootP), rootQ);
      if (pEnd < qEnd) p++;
      else q++;
    }
  }
}

function linkSlice(k: i32, within: bool, below: bool): void {
  const rowFirst = pointer(4);
  const start = pointer(8);
  const end = pointer(9);
  const parent = pointer(11);
  const ny = arg(12);
  const connectivity = arg(13);
  const face = connectivity == 6 ? 0 : 1;
  const edge = connectivity == 26 ? 1 : 0;
  for (let j = 0; j < ny; j++) {
    const row = j + ny * k;
    if (i32At(rowFirst, row) == i32At(rowFirst, row + 1)) continue;
    if (within && j > 0) linkRows(rowFirst, start, end, parent, row, row - 1, face);
    if (!below) continue;
    const under = row - ny;
    linkRows(rowFirst, start, end, parent, row, under, face);
    if (connectivity == 6) continue;
    if (j > 0) linkRows(rowFirst, start, end, parent, row, under - 1, edge);
    if (j < ny - 1) linkRows(rowFirst, start, end, parent, row, under + 1, edge);
  }
}

/** Arguments as for fillRunsChunk, then 12 ny, 13 connectivity, 14 nz, 15 slices per chunk, 16 join slices. */
export function linkChunk(chunk: i32): void {
  const first = chunk * arg(15);
  const last = least(arg(14), first + arg(15));
  const volume = arg(16) != 0;
  for (let k = first; k < last; k++) linkSlice(k, true, volume && k > first);
}

/** The seams between the slabs of linkChunk; one thread, after all slabs. Then parents become roots. */
export function linkSeams(runs: i32): void {
  const parent = pointer(11);
  if (arg(16)) for (let k = arg(15); k < arg(14); k += arg(15)) linkSlice(k, false, true);
  // A parent never has a larger index, so one ascending pass flattens all paths.
  for (let run = 0; run < runs; run++) store<i32>(at32(parent, run), i32At(parent, i32At(parent, run)));
}

/** Roots to numbers in order of first run, in place; returns how many. */
export function numberRoots(parent: usize, runs: i32): i32 {
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const root = i32At(parent, run);
    store<i32>(at32(parent, run), root == run ? count++ : i32At(parent, root));
  }
  return count;
}

/** Voxels and bounds of each component. */
export function describe(count: i32, runs: i32, ny: i32, label: usize, row: usize, start: usize, end: usize, voxels: usize, bounds: usize): void {
  let lastRow = -1;
  let j = 0;
  let k = 0;
  memory.fill(voxels, 0, (<usize>count) << 2);
  for (let component = 0; component < count; component++) {
    const b = at32(bounds, 6 * component);
    store<i64>(b, 0x7fffffff7fffffff);
    store<i32>(b, 0x7fffffff, 8);
    store<i32>(b, -1, 12);
    store<i64>(b, -1, 16);
  }
  for (let run = 0; run < runs; run++) {
    const r = i32At(row, run);
    if (r != lastRow) {
      lastRow = r;
      k = r / ny;
      j = r - k * ny;
    }
    const component = i32At(label, run);
    const low = i32At(start, run);
    const high = i32At(end, run);
    const held = at32(voxels, component);
    store<i32>(held, load<i32>(held) + high - low + 1);
    const b = at32(bounds, 6 * component);
    if (low < load<i32>(b)) store<i32>(b, low);
    if (j < load<i32>(b, 4)) store<i32>(b, j, 4);
    if (k < load<i32>(b, 8)) store<i32>(b, k, 8);
    if (high > load<i32>(b, 12)) store<i32>(b, high, 12);
    if (j > load<i32>(b, 16)) store<i32>(b, j, 16);
    store<i32>(b, k, 20);
  }
}

/** marks[root] = 1 for components that reach the border: of the slice, or of the volume. */
export function markBorder(runs: i32, marks: usize, nx: i32, ny: i32, nz: i32, volume: i32): void {
  const start = pointer(8);
  const end = pointer(9);
  const row = pointer(10);
  const parent = pointer(11);
  const lastSlice = ny * (nz - 1);
  for (let run = 0; run < runs; run++) {
    const r = i32At(row, run);
    const j = r % ny;
    const edge = j == 0 || j == ny - 1 || (volume != 0 && (r < ny || r >= lastSlice));
    if (edge || i32At(start, run) == 0 || i32At(end, run) == nx - 1) store<u8>(marks + <usize>i32At(parent, run), 1);
  }
}

/** marks[root] = 1 for components that hold a set bit of `seed`. */
export function markSeeded(runs: i32, marks: usize, seed: usize, wpr: i32): void {
  const start = pointer(8);
  const end = pointer(9);
  const row = pointer(10);
  const parent = pointer(11);
  for (let run = 0; run < runs; run++) {
    const mark = marks + <usize>i32At(parent, run);
    if (load<u8>(mark)) continue;
    const base = seed + ((<usize>i32At(row, run) * <usize>wpr) << 2);
    const from = i32At(start, run);
    const to = i32At(end, run);
    const last = to >>> 5;
    for (let word = from >>> 5; word <= last; word++) {
      let bits = load<u32>(at32(base, word));
      if (word == from >>> 5) bits &= (<u32>0xffffffff) << (from & 31);
      if (word == last) bits &= (<u32>0xffffffff) >> (31 - (to & 31));
      if (bits) {
        store<u8>(mark, 1);
        break;
      }
    }
  }
}

/** Sets the runs whose root's mark equals `wanted`. Arguments of fillRunsChunk stand; 17 destination, 18 marks, 19 wanted. */
export function paintChunk(chunk: i32): void {
  const wpr = arg(1);
  const rowFirst = pointer(4);
  const start = pointer(8);
  const end = pointer(9);
  const parent = pointer(11);
  const destination = pointer(17);
  const marks = pointer(18);
  const wanted = <u8>arg(19);
  const first = chunk * arg(5);
  const last = least(arg(2), first + arg(5));
  for (let row = first; row < last; row++) {
    const base = destination + ((<usize>row * <usize>wpr) << 2);
    const until = i32At(rowFirst, row + 1);
    for (let run = i32At(rowFirst, row); run < until; run++) {
      if (load<u8>(marks + <usize>i32At(parent, run)) != wanted) continue;
      const from = i32At(start, run);
      const to = i32At(end, run);
      const a = from >>> 5;
      const b = to >>> 5;
      const head = (<u32>0xffffffff) << (from & 31);
      const tail = (<u32>0xffffffff) >> (31 - (to & 31));
      if (a == b) {
        const at = at32(base, a);
        store<u32>(at, load<u32>(at) | (head & tail));
        continue;
      }
      store<u32>(at32(base, a), load<u32>(at32(base, a)) | head);
      for (let word = a + 1; word < b; word++) store<u32>(at32(base, word), 0xffffffff);
      store<u32>(at32(base, b), load<u32>(at32(base, b)) | tail);
    }
  }
}
