import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Box } from '../types.ts';

/** Bits of a word. */
export const WORD_BITS = 32;

export function createMask(size: Vector3): BitMask {
  const wordsPerRow = (size[0] + WORD_BITS - 1) >>> 5;
  return { size, wordsPerRow, words: new Uint32Array(wordsPerRow * size[1] * size[2]) };
}

/** The words seen as signed integers: V8 keeps them in integer registers. Same memory. */
export const signedWords = (mask: BitMask): Int32Array => new Int32Array(mask.words.buffer, mask.words.byteOffset, mask.words.length);

/** Valid bits of the last word of a row. */
export const tailBits = (nx: number): number => ((nx & 31) === 0 ? -1 : (1 << (nx & 31)) - 1);

const place = (mask: BitMask, offset: number): { word: number; bit: number } => {
  const i = offset % mask.size[0];
  return { word: ((offset - i) / mask.size[0]) * mask.wordsPerRow + (i >>> 5), bit: i & 31 };
};

/** `offset` = i + nx * (j + ny * k), as in the voxel array. */
export function hasVoxel(mask: BitMask, offset: number): boolean {
  const { word, bit } = place(mask, offset);
  return ((mask.words[word] >>> bit) & 1) === 1;
}

export function setVoxel(mask: BitMask, offset: number): void {
  const { word, bit } = place(mask, offset);
  mask.words[word] |= 1 << bit;
}

export function clearVoxel(mask: BitMask, offset: number): void {
  const { word, bit } = place(mask, offset);
  mask.words[word] &= ~(1 << bit);
}

/** Sets voxels start..end (inclusive) of the row whose first word is `base`. */
export function setRun(words: Uint32Array | Int32Array, run: { base: number; start: number; end: number }): void {
  const first = run.base + (run.start >>> 5);
  const last = run.base + (run.end >>> 5);
  const head = -1 << (run.start & 31);
  const tail = -1 >>> (31 - (run.end & 31));
  if (first === last) {
    words[first] |= head & tail;
    return;
  }
  words[first] |= head;
  for (let word = first + 1; word < last; word++) words[word] = -1;
  words[last] |= tail;
}

/** @throws RangeError when the grids differ: a caller's bug. */
export function sameSize(mask: BitMask, other: BitMask): void {
  if (mask.size.some((length, axis) => length !== other.size[axis]))
    throw new RangeError(`masks of ${mask.size.join('x')} and ${other.size.join('x')} do not share a grid`);
}

/** @throws RangeError when the array does not fill the grid: a caller's bug. */
export function fitsSize(voxels: { readonly length: number }, size: Vector3): void {
  if (voxels.length !== size[0] * size[1] * size[2])
    throw new RangeError(`${voxels.length} voxels do not fill a grid of ${size.join('x')}`);
}

export const wholeGrid = (size: Vector3): Box => ({ low: [0, 0, 0], high: [size[0] - 1, size[1] - 1, size[2] - 1] });

/** Smallest box holding all set voxels; null when there is none. */
export function boundingBox(mask: BitMask): Box | null {
  const [nx, ny, nz] = mask.size;
  const wpr = mask.wordsPerRow;
  const words = signedWords(mask);
  const columns = new Int32Array(wpr);
  let [lowJ, highJ, lowK, highK] = [ny, -1, nz, -1];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let any = 0;
      for (let word = 0; word < wpr; word++, at++) {
        any |= words[at];
        columns[word] |= words[at];
      }
      if (any === 0) continue;
      if (j < lowJ) lowJ = j;
      if (j > highJ) highJ = j;
      if (k < lowK) lowK = k;
      highK = k;
    }
  if (highK < 0) return null;
  let lowI = 0;
  while (((columns[lowI >>> 5] >>> (lowI & 31)) & 1) === 0) lowI++;
  let highI = nx - 1;
  while (((columns[highI >>> 5] >>> (highI & 31)) & 1) === 0) highI--;
  return { low: [lowI, lowJ, lowK], high: [highI, highJ, highK] };
}

/** Set bits of a word (Hacker's Delight, 2nd ed., fig. 5-2). */
export function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countVoxels(mask: BitMask): number {
  const words = signedWords(mask);
  let total = 0;
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) total += popcount(words[at]);
  return total;
}
