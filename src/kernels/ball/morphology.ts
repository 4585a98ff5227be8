import type { Vector3 } from '../../core/index.ts';
import { copyMask, createMask, notMask, signedWords, tailBits } from '../mask/index.ts';
import type { BitMask } from '../types.ts';
import { type Ball, createBall } from './ball.ts';

type BallOptions = { radiusMm: number; spacingMm: Vector3 };

/** First and last row of slice k with a set voxel; null when the slice is empty. */
function occupiedRows(words: Int32Array, slice: { base: number; ny: number; wpr: number }): { low: number; high: number } | null {
  const { base, ny, wpr } = slice;
  const empty = (row: number): boolean => {
    for (let at = base + row * wpr; at < base + (row + 1) * wpr; at++) if (words[at] !== 0) return false;
    return true;
  };
  let low = 0;
  while (low < ny && empty(low)) low++;
  if (low === ny) return null;
  let high = ny - 1;
  while (empty(high)) high--;
  return { low, high };
}

/** widened[w] = the slice's rows dilated by w voxels along x; each from the one before. Only rows low..high are made. */
function widenRows(
  words: Int32Array,
  slice: { base: number; wpr: number; low: number; high: number; tail: number },
  widened: readonly Int32Array[],
): void {
  const { base, wpr, low, high, tail } = slice;
  widened[0].set(words.subarray(base + low * wpr, base + (high + 1) * wpr), low * wpr);
  for (let width = 1; width < widened.length; width++) {
    const from = widened[width - 1];
    const to = widened[width];
    for (let row = low; row <= high; row++) {
      const first = row * wpr;
      const last = first + wpr - 1;
      let before = 0;
      let here = from[first];
      for (let at = first; at <= last; at++) {
        const next = at < last ? from[at + 1] : 0;
        to[at] = here | (here << 1) | (before >>> 31) | (here >>> 1) | (next << 31);
        before = here;
        here = next;
      }
      to[last] &= tail;
    }
  }
}

function orShifted(
  out: Int32Array,
  from: Int32Array,
  move: { outBase: number; dy: number; low: number; high: number; ny: number; wpr: number },
): void {
  const { outBase, dy, low, high, ny, wpr } = move;
  const first = low + dy < 0 ? -dy : low;
  const last = high + dy >= ny ? ny - 1 - dy : high;
  let write = outBase + (first + dy) * wpr;
  const end = (last + 1) * wpr;
  for (let read = first * wpr; read < end; read++, write++) out[write] |= from[read];
}

/**
 * Dilation by a ball taken apart into rows: each slice is widened along x once per width, then or-ed, word by word,
 * into the rows that the ball reaches. Empty slices and the empty rows about a slice's content cost nothing.
 */
function dilateByBall(mask: BitMask, ball: Ball): BitMask {
  const [nx, ny, nz] = mask.size;
  const wpr = mask.wordsPerRow;
  const sliceWords = wpr * ny;
  const words = signedWords(mask);
  const dilated = createMask(mask.size);
  const out = signedWords(dilated);
  // A row wider than the grid adds nothing.
  const widths = Math.min(ball.reach[0], nx - 1) + 1;
  const widened = Array.from({ length: widths }, () => new Int32Array(sliceWords));
  const tail = tailBits(nx);
  for (let k = 0; k < nz; k++) {
    const rows = occupiedRows(words, { base: k * sliceWords, ny, wpr });
    if (rows === null) continue;
    widenRows(words, { base: k * sliceWords, wpr, tail, ...rows }, widened);
    for (const { dy, dz, width } of ball.rows) {
      const to = k + dz;
      if (to < 0 || to >= nz) continue;
      orShifted(out, widened[Math.min(width, widths - 1)], { outBase: to * sliceWords, dy, ny, wpr, ...rows });
    }
  }
  return dilated;
}

export const dilateMask = (mask: BitMask, options: BallOptions): BitMask => dilateByBall(mask, createBall({ ...options, size: mask.size }));

/** Erosion is dilation of the background; outside the volume counts as set. */
export const erodeMask = (mask: BitMask, options: BallOptions): BitMask =>
  notMask(dilateByBall(notMask(copyMask(mask)), createBall({ ...options, size: mask.size })));

export const closeMask = (mask: BitMask, options: BallOptions): BitMask => {
  const ball = createBall({ ...options, size: mask.size });
  return notMask(dilateByBall(notMask(dilateByBall(mask, ball)), ball));
};

export const openMask = (mask: BitMask, options: BallOptions): BitMask => {
  const ball = createBall({ ...options, size: mask.size });
  return dilateByBall(notMask(dilateByBall(notMask(copyMask(mask)), ball)), ball);
};
