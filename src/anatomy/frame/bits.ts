import type { Vector3 } from '../../core/index.ts';
import type { BitMask } from '../../kernels/types.ts';

/** Reads, writes and walks bit masks voxel by voxel; whole-mask arithmetic belongs to the kernels. */
export const isSet = (mask: BitMask, i: number, j: number, k: number): boolean =>
  ((mask.words[(j + mask.size[1] * k) * mask.wordsPerRow + (i >> 5)] >>> (i & 31)) & 1) === 1;

export const setBit = (mask: BitMask, i: number, j: number, k: number): void => {
  mask.words[(j + mask.size[1] * k) * mask.wordsPerRow + (i >> 5)] |= 1 << (i & 31);
};

export const clearBit = (mask: BitMask, i: number, j: number, k: number): void => {
  mask.words[(j + mask.size[1] * k) * mask.wordsPerRow + (i >> 5)] &= ~(1 << (i & 31));
};

/** Calls `visit` for every set voxel in memory order. */
export function forEachSet(mask: BitMask, visit: (i: number, j: number, k: number) => void): void {
  const [, ny, nz] = mask.size;
  const { words, wordsPerRow } = mask;
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let w = 0; w < wordsPerRow; w++) {
        let word = words[at++];
        while (word !== 0) {
          const low = word & -word;
          visit((w << 5) + 31 - Math.clz32(low), j, k);
          word ^= low;
        }
      }
}

/** Sets the voxels where `test(offset)` holds. */
export function maskWhere(size: Vector3, test: (offset: number) => boolean): BitMask {
  const [nx, ny, nz] = size;
  const wordsPerRow = (nx + 31) >> 5;
  const words = new Uint32Array(wordsPerRow * ny * nz);
  let offset = 0;
  for (let row = 0; row < ny * nz; row++)
    for (let i = 0; i < nx; i++, offset++) if (test(offset)) words[row * wordsPerRow + (i >> 5)] |= 1 << (i & 31);
  return { size, wordsPerRow, words };
}
