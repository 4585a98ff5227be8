import type { Vector3 } from '../../core/index.ts';
import type { BitMask } from '../types.ts';
import { createMask, setRun, signedWords } from './mask.ts';
import { forEachRun } from './voxels.ts';

/**
 * A mask on blocks of `factor` voxels per axis (the last block may be partial). `any`: set when one voxel is; `half`:
 * set when at least half of the block's voxels inside the grid are.
 */
export function shrinkMask(mask: BitMask, options: { factor: Vector3; rule: 'any' | 'half' }): BitMask {
  const { factor, rule } = options;
  const [nx, ny, nz] = mask.size;
  const [fx, fy, fz] = factor;
  const size = mask.size.map((length, axis) => Math.ceil(length / factor[axis])) as unknown as Vector3;
  const [mx, my] = size;
  const counts = new Uint16Array(mx * my * size[2]);
  forEachRun(mask, (row, start, end) => {
    const j = row % ny;
    const base = mx * (Math.floor(j / fy) + my * Math.floor((row - j) / ny / fz));
    let at = start;
    while (at <= end) {
      const block = Math.floor(at / fx);
      const next = Math.min(end + 1, (block + 1) * fx);
      counts[base + block] += next - at;
      at = next;
    }
  });
  const coarse = createMask(size);
  const words = signedWords(coarse);
  let at = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < my; b++)
      for (let a = 0; a < mx; a++, at++) {
        const block = Math.min(fx, nx - a * fx) * Math.min(fy, ny - b * fy) * Math.min(fz, nz - c * fz);
        if (counts[at] > 0 && (rule === 'any' || 2 * counts[at] >= block))
          words[(b + my * c) * coarse.wordsPerRow + (a >>> 5)] |= 1 << (a & 31);
      }
  return coarse;
}

/** Every voxel of `size` takes the bit of its block in a mask made by {@link shrinkMask}. */
export function enlargeMask(mask: BitMask, options: { factor: Vector3; size: Vector3 }): BitMask {
  const { factor, size } = options;
  const whole = createMask(size);
  const words = signedWords(whole);
  const [nx, ny, nz] = size;
  const my = mask.size[1];
  forEachRun(mask, (row, start, end) => {
    const b = row % my;
    const c = (row - b) / my;
    const last = Math.min(nx, (end + 1) * factor[0]) - 1;
    for (let k = c * factor[2]; k < Math.min(nz, (c + 1) * factor[2]); k++)
      for (let j = b * factor[1]; j < Math.min(ny, (b + 1) * factor[1]); j++)
        setRun(words, { base: (j + ny * k) * whole.wordsPerRow, start: start * factor[0], end: last });
  });
  return whole;
}
