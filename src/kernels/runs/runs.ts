import { popcount, signedWords } from '../mask/index.ts';
import type { BitMask, Connectivity } from '../types.ts';

/** Runs of set voxels: runs rowFirst[r] .. rowFirst[r + 1] - 1 lie in row r = j + ny * k. */
export interface Runs {
  readonly rowFirst: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

function countRuns(words: Int32Array, wpr: number, rowFirst: Int32Array): number {
  let total = 0;
  const rows = rowFirst.length - 1;
  for (let row = 0, at = 0; row < rows; row++) {
    rowFirst[row] = total;
    let carry = 0;
    for (let word = 0; word < wpr; word++, at++) {
      const bits = words[at];
      const starts = bits & ~((bits << 1) | carry);
      if (starts !== 0) total += popcount(starts);
      carry = bits >>> 31;
    }
  }
  rowFirst[rows] = total;
  return total;
}

/** Extracts the runs of a mask: two passes, one to count and one to fill, so nothing grows. */
export function extractRuns(mask: BitMask): Runs {
  const [nx, ny, nz] = mask.size;
  const wpr = mask.wordsPerRow;
  const words = signedWords(mask);
  const rowFirst = new Int32Array(ny * nz + 1);
  const total = countRuns(words, wpr, rowFirst);
  const start = new Int32Array(total);
  const end = new Int32Array(total);
  for (let row = 0; row < ny * nz; row++) {
    let run = rowFirst[row];
    if (run === rowFirst[row + 1]) continue;
    let inside = false;
    let carry = 0;
    for (let word = 0, at = row * wpr; word < wpr; word++, at++) {
      const bits = words[at];
      let changes = bits ^ ((bits << 1) | carry);
      carry = bits >>> 31;
      while (changes !== 0) {
        const x = (word << 5) + 31 - Math.clz32(changes & -changes);
        changes &= changes - 1;
        if (inside) end[run++] = x - 1;
        else start[run] = x;
        inside = !inside;
      }
    }
    if (inside) end[run] = nx - 1;
  }
  return { rowFirst, start, end };
}

function find(parent: Int32Array, from: number): number {
  let at = from;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

/** Joins runs of two rows that overlap, or lie within `reach` voxels of overlapping (1 = diagonal contact). The smaller root wins. */
function linkRows(runs: Runs, parent: Int32Array, rows: { a: number; b: number; reach: number }): void {
  const { rowFirst, start, end } = runs;
  const { reach } = rows;
  let p = rowFirst[rows.a];
  let q = rowFirst[rows.b];
  const pEnd = rowFirst[rows.a + 1];
  const qEnd = rowFirst[rows.b + 1];
  while (p < pEnd && q < qEnd) {
    if (end[q] + reach < start[p]) q++;
    else if (end[p] + reach < start[q]) p++;
    else {
      const rootP = find(parent, p);
      const rootQ = find(parent, q);
      if (rootP < rootQ) parent[rootQ] = rootP;
      else parent[rootP] = rootQ;
      if (end[p] < end[q]) p++;
      else q++;
    }
  }
}

/**
 * Union-find over runs (He, Chao, Suzuki, IEEE TIP 2008, doi 10.1109/TIP.2008.919369, in 3-D). `volume: false` joins
 * within slices only. Returns the root of each run: the smallest run index of its component.
 */
export function joinRuns(runs: Runs, options: { ny: number; nz: number; connectivity: Connectivity; volume: boolean }): Int32Array {
  const { ny, nz, connectivity, volume } = options;
  const { rowFirst } = runs;
  const parent = new Int32Array(runs.start.length);
  for (let run = 0; run < parent.length; run++) parent[run] = run;
  const face = connectivity === 6 ? 0 : 1;
  const edge = connectivity === 26 ? 1 : 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = j + ny * k;
      if (rowFirst[row] === rowFirst[row + 1]) continue;
      if (j > 0) linkRows(runs, parent, { a: row, b: row - 1, reach: face });
      if (!volume || k === 0) continue;
      const below = row - ny;
      linkRows(runs, parent, { a: row, b: below, reach: face });
      if (connectivity === 6) continue;
      if (j > 0) linkRows(runs, parent, { a: row, b: below - 1, reach: edge });
      if (j < ny - 1) linkRows(runs, parent, { a: row, b: below + 1, reach: edge });
    }
  // A parent never has a larger index, so one ascending pass flattens all paths.
  for (let run = 0; run < parent.length; run++) parent[run] = parent[parent[run]];
  return parent;
}
