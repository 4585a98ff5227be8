import type { Vector3 } from '../../../src/core/index.ts';
import type { BitMask } from '../../../src/kernels/index.ts';
import type { BoneBlocks } from './messages.ts';

/** Blocks of a grid, so that no axis has more than `most` of them. */
export const blockFactor = (size: Vector3, most: number): Vector3 =>
  size.map((each) => Math.max(1, Math.ceil(each / most))) as unknown as Vector3;

/** Share of set voxels in each block, 0..255. */
export function blocksOf(mask: BitMask, most: number): BoneBlocks {
  const factor = blockFactor(mask.size, most);
  const size = mask.size.map((each, axis) => Math.ceil(each / factor[axis])) as unknown as Vector3;
  const counts = new Uint32Array(size[0] * size[1] * size[2]);
  const [nx, ny, nz] = mask.size;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = (j + ny * k) * mask.wordsPerRow;
      const base = size[0] * (Math.floor(j / factor[1]) + size[1] * Math.floor(k / factor[2]));
      for (let w = 0; w * 32 < nx; w++) {
        let left = mask.words[row + w];
        while (left !== 0) {
          const bit = 31 - Math.clz32(left & -left);
          left &= left - 1;
          counts[base + Math.floor((32 * w + bit) / factor[0])]++;
        }
      }
    }
  const whole = factor[0] * factor[1] * factor[2];
  return { size, factor, share: Uint8Array.from(counts, (count) => Math.round((255 * count) / whole)) };
}
