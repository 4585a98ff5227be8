import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Box } from '../types.ts';
import { createMask, sameSize, setVoxel, signedWords, tailBits } from './mask.ts';

/** Mask of the voxels at the given offsets (i + nx * (j + ny * k)). */
export function maskFromVoxels(voxels: ArrayLike<number>, size: Vector3): BitMask {
  const mask = createMask(size);
  for (let at = 0; at < voxels.length; at++) setVoxel(mask, voxels[at]);
  return mask;
}

/** Mask of the voxels whose value `accepts`, asked once per value of a byte (a tissue or label volume). */
export function maskFromBytes(bytes: Uint8Array, options: { size: Vector3; accepts: (value: number) => boolean }): BitMask {
  const mask = createMask(options.size);
  const words = signedWords(mask);
  const wanted = new Uint8Array(256);
  for (let value = 0; value < wanted.length; value++) wanted[value] = options.accepts(value) ? 1 : 0;
  const [nx, ny, nz] = options.size;
  let word = 0;
  for (let row = 0, at = 0; row < ny * nz; row++)
    for (let i = 0; i < nx; i += 32, word++) {
      const length = nx - i < 32 ? nx - i : 32;
      let bits = 0;
      for (let bit = 0; bit < length; bit++, at++) bits |= wanted[bytes[at]] << bit;
      words[word] = bits;
    }
  return mask;
}

/** Calls `visit` for each run of set voxels start..end (inclusive) of row j + ny * k, in ascending order. */
export function forEachRun(mask: BitMask, visit: (row: number, start: number, end: number) => void): void {
  const [nx, ny, nz] = mask.size;
  const wpr = mask.wordsPerRow;
  const words = signedWords(mask);
  for (let row = 0, at = 0; row < ny * nz; row++) {
    let open = -1;
    let carry = 0;
    for (let word = 0; word < wpr; word++, at++) {
      const bits = words[at];
      let changes = bits ^ ((bits << 1) | carry);
      carry = bits >>> 31;
      while (changes !== 0) {
        const x = (word << 5) + 31 - Math.clz32(changes & -changes);
        changes &= changes - 1;
        if (open < 0) open = x;
        else {
          visit(row, open, x - 1);
          open = -1;
        }
      }
    }
    if (open >= 0) visit(row, open, nx - 1);
  }
}

/** Sets a byte volume to `value` wherever the mask is set. In place. */
export function paintBytes(bytes: Uint8Array, mask: BitMask, value: number): Uint8Array {
  const nx = mask.size[0];
  forEachRun(mask, (row, start, end) => {
    bytes.fill(value, row * nx + start, row * nx + end + 1);
  });
  return bytes;
}

/** Offsets of the set voxels, ascending. */
export function voxelsOfMask(mask: BitMask): Int32Array {
  let total = 0;
  forEachRun(mask, (_row, start, end) => {
    total += end - start + 1;
  });
  const voxels = new Int32Array(total);
  let write = 0;
  const nx = mask.size[0];
  forEachRun(mask, (row, start, end) => {
    for (let i = start; i <= end; i++) voxels[write++] = row * nx + i;
  });
  return voxels;
}

/** Box grown by `marginMm` on every side, clipped to the grid. */
export function growBox(box: Box, options: { marginMm: number; spacingMm: Vector3; size: Vector3 }): Box {
  const margin = options.spacingMm.map((spacing) => Math.ceil(options.marginMm / spacing));
  return {
    low: box.low.map((value, axis) => Math.max(0, value - margin[axis])) as unknown as Vector3,
    high: box.high.map((value, axis) => Math.min(options.size[axis] - 1, value + margin[axis])) as unknown as Vector3,
  };
}

export const boxSize = (box: Box): Vector3 => [box.high[0] - box.low[0] + 1, box.high[1] - box.low[1] + 1, box.high[2] - box.low[2] + 1];

/** The part of a mask inside a box of its grid, as a mask of the box's own size. */
export function cropMask(mask: BitMask, box: Box): BitMask {
  const size = boxSize(box);
  const cropped = createMask(size);
  const [source, target] = [signedWords(mask), signedWords(cropped)];
  const shift = box.low[0] & 31;
  const tail = tailBits(size[0]);
  let write = 0;
  for (let k = box.low[2]; k <= box.high[2]; k++)
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      const rowEnd = (j + mask.size[1] * k + 1) * mask.wordsPerRow;
      let read = rowEnd - mask.wordsPerRow + (box.low[0] >>> 5);
      for (let word = 0; word < cropped.wordsPerRow; word++, read++, write++) {
        const next = shift !== 0 && read + 1 < rowEnd ? source[read + 1] << (32 - shift) : 0;
        target[write] = (source[read] >>> shift) | next;
      }
      target[write - 1] &= tail;
    }
  return cropped;
}

/** The inverse of {@link cropMask}: the box's mask set back into an empty mask of the whole grid. */
export function uncropMask(mask: BitMask, options: { box: Box; size: Vector3 }): BitMask {
  const { box, size } = options;
  const whole = createMask(size);
  const [source, target] = [signedWords(mask), signedWords(whole)];
  const shift = box.low[0] & 31;
  let read = 0;
  for (let k = box.low[2]; k <= box.high[2]; k++)
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      let write = (j + size[1] * k) * whole.wordsPerRow + (box.low[0] >>> 5);
      for (let word = 0; word < mask.wordsPerRow; word++, read++, write++) {
        target[write] |= source[read] << shift;
        const carried = shift === 0 ? 0 : source[read] >>> (32 - shift);
        if (carried !== 0) target[write + 1] |= carried;
      }
    }
  return whole;
}

/** Crop of an int16 volume to a box; a new array. */
export function cropVoxels(voxels: Int16Array, options: { size: Vector3; box: Box }): Int16Array {
  const { size, box } = options;
  const [bx, by, bz] = boxSize(box);
  const cropped = new Int16Array(bx * by * bz);
  let write = 0;
  for (let k = box.low[2]; k <= box.high[2]; k++)
    for (let j = box.low[1]; j <= box.high[1]; j++, write += bx) {
      const from = box.low[0] + size[0] * (j + size[1] * k);
      cropped.set(voxels.subarray(from, from + bx), write);
    }
  return cropped;
}

/** True when the masks share a set voxel. */
export function touches(mask: BitMask, other: BitMask): boolean {
  sameSize(mask, other);
  const [a, b] = [signedWords(mask), signedWords(other)];
  for (let at = 0; at < a.length; at++) if ((a[at] & b[at]) !== 0) return true;
  return false;
}
