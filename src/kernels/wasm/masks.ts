import type { Vector3 } from '../../core/index.ts';
import { createMask, fitsSize, thresholdMask } from '../mask/index.ts';
import type { BitMask } from '../types.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';

/** Voxels that are copied in at a time when they lie outside the kernels' memory. */
export const SLAB_VOXELS = 1 << 22;
const INT16 = { low: -32768, high: 32767 };

type Band = { readonly low: number; readonly high: number };

/** The integers of int16 within a band; null when there is none. */
export function integerBand(band: Band): Band | null {
  const low = Math.max(INT16.low, Math.ceil(band.low));
  const high = Math.min(INT16.high, Math.floor(band.high));
  return low <= high ? { low, high } : null;
}

/** Copies a mask in; returns its address. */
export function maskIn(engine: Engine, mask: BitMask, take: (bytes: number) => number): number {
  const address = take(mask.words.byteLength);
  engine.memory.u32(address, mask.words.length).set(mask.words);
  return address;
}

/** Copies a mask out: masks live on the heap, where the collector looks after them. */
export const maskOut = (engine: Engine, like: { size: Vector3; wordsPerRow: number }, address: number): BitMask => ({
  size: like.size,
  wordsPerRow: like.wordsPerRow,
  words: engine.memory.u32(address, like.wordsPerRow * like.size[1] * like.size[2]).slice(),
});

/** Address of voxels, copied in when they lie elsewhere. */
export function voxelsIn(engine: Engine, voxels: Int16Array, take: (bytes: number) => number): number {
  const own = engine.memory.addressOf(voxels);
  if (own !== null) return own;
  const address = take(voxels.byteLength);
  engine.memory.i16(address, voxels.length).set(voxels);
  return address;
}

export function fastThreshold(engine: Engine, voxels: Int16Array, options: { size: Vector3; low: number; high: number }): BitMask {
  const { size } = options;
  fitsSize(voxels, size);
  const band = integerBand(options);
  const mask = createMask(size);
  if (band === null || voxels.length === 0) return mask;
  const [nx] = size;
  const rows = size[1] * size[2];
  const own = engine.memory.addressOf(voxels);
  const slabRows = own === null ? Math.max(1, Math.min(rows, Math.floor(SLAB_VOXELS / nx))) : rows;
  return withBlocks(
    engine.memory,
    (take) => {
      const words = take(slabRows * mask.wordsPerRow * 4);
      const slab = own ?? take(slabRows * nx * 2);
      for (let first = 0; first < rows; first += slabRows) {
        const count = Math.min(slabRows, rows - first);
        if (own === null) engine.memory.i16(slab, count * nx).set(voxels.subarray(first * nx, (first + count) * nx));
        const chunk = engine.share(count, 256);
        engine.run('threshold', {
          args: [slab, words, nx, mask.wordsPerRow, count, band.low, band.high, chunk],
          chunks: Math.ceil(count / chunk),
        });
        mask.words.set(engine.memory.u32(words, count * mask.wordsPerRow), first * mask.wordsPerRow);
      }
      return mask;
    },
    () => thresholdMask(voxels, options),
  );
}
