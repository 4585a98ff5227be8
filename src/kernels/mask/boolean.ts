import type { Vector3 } from '../../core/index.ts';
import type { BitMask } from '../types.ts';
import { createMask, fitsSize, sameSize, signedWords, tailBits } from './mask.ts';

/** In place: mask & other. */
export function andMask(mask: BitMask, other: BitMask): BitMask {
  sameSize(mask, other);
  const [a, b] = [signedWords(mask), signedWords(other)];
  for (let at = 0; at < a.length; at++) a[at] &= b[at];
  return mask;
}

/** In place: mask | other. */
export function orMask(mask: BitMask, other: BitMask): BitMask {
  sameSize(mask, other);
  const [a, b] = [signedWords(mask), signedWords(other)];
  for (let at = 0; at < a.length; at++) a[at] |= b[at];
  return mask;
}

/** In place: mask & ~other. */
export function andNotMask(mask: BitMask, other: BitMask): BitMask {
  sameSize(mask, other);
  const [a, b] = [signedWords(mask), signedWords(other)];
  for (let at = 0; at < a.length; at++) a[at] &= ~b[at];
  return mask;
}

/** In place: complement; bits beyond nx stay 0. */
export function notMask(mask: BitMask): BitMask {
  const words = signedWords(mask);
  const tail = tailBits(mask.size[0]);
  const wpr = mask.wordsPerRow;
  for (let at = 0; at < words.length; at++) words[at] = ~words[at];
  if (tail !== -1) for (let at = wpr - 1; at < words.length; at += wpr) words[at] &= tail;
  return mask;
}

export const copyMask = (mask: BitMask): BitMask => ({ size: mask.size, wordsPerRow: mask.wordsPerRow, words: mask.words.slice() });

/** Writes rows firstRow .. firstRow + rows - 1 of the mask from the values of those rows: low <= value <= high. */
export function setThresholdBits(
  values: Int16Array | Int32Array,
  options: { mask: BitMask; firstRow: number; rows: number; low: number; high: number },
): void {
  const { mask, firstRow, rows, low, high } = options;
  const words = signedWords(mask);
  const nx = mask.size[0];
  let word = firstRow * mask.wordsPerRow;
  for (let row = 0, at = 0; row < rows; row++)
    for (let i = 0; i < nx; i += 32, word++) {
      const length = nx - i < 32 ? nx - i : 32;
      let bits = 0;
      for (let bit = 0; bit < length; bit++, at++) {
        const value = values[at];
        if (value >= low && value <= high) bits |= 1 << bit;
      }
      words[word] = bits;
    }
}

/** low <= value <= high. */
export function thresholdMask(voxels: Int16Array, options: { size: Vector3; low: number; high: number }): BitMask {
  const { size, low, high } = options;
  fitsSize(voxels, size);
  const mask = createMask(size);
  setThresholdBits(voxels, { mask, firstRow: 0, rows: size[1] * size[2], low, high });
  return mask;
}
