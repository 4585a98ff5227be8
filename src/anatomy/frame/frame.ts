import { canonicalAxes, canonicalGrid, type Grid, isCanonical, toCanonicalOrder, type Vector3, type Volume } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/types.ts';

/** The volume on its canonical grid (axes +L, +P, +S), and a coarser copy on which the anatomy is worked out. */
export interface Frame {
  readonly grid: Grid;
  readonly hu: Int16Array;
  readonly coarse: Coarse;
}

/** Block means; coarse voxel (a, b, c) covers voxels factor * (a, b, c) up to factor * (a + 1, b + 1, c + 1) exclusive. */
export interface Coarse {
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  readonly factor: Vector3;
  readonly hu: Int16Array;
}

/** Anatomy needs no finer grid than this share of the field of view; a hand is looked at more closely than a trunk. */
const COARSE_STEPS_ACROSS_FIELD = 200;
const COARSE_MM = { finest: 0.7, coarsest: 2 };

export function coarseFactor(grid: Grid): Vector3 {
  const field = Math.max(grid.size[0] * grid.spacingMm[0], grid.size[1] * grid.spacingMm[1]);
  const target = Math.min(COARSE_MM.coarsest, Math.max(COARSE_MM.finest, field / COARSE_STEPS_ACROSS_FIELD));
  return grid.spacingMm.map((step) => Math.max(1, Math.round(target / step))) as unknown as Vector3;
}

/** Copies the voxels only when the volume does not already lie on canonical axes. */
export function frameVolume(volume: Volume, kernels: Kernels): Frame {
  const map = canonicalAxes(volume.grid.direction);
  const same = isCanonical(map);
  const grid = same ? volume.grid : canonicalGrid(volume.grid, map);
  const hu = same ? volume.hu : toCanonicalOrder(volume.hu, volume.grid, map, kernels.allocateVoxels(volume.hu.length));
  const factor = coarseFactor(grid);
  const { voxels, size } = kernels.downsample(hu, { size: grid.size, factor });
  const spacingMm = grid.spacingMm.map((step, axis) => step * factor[axis]) as unknown as Vector3;
  return { grid, hu, coarse: { size, spacingMm, factor, hu: voxels } };
}

/** Coarse noise above this hides fat beside muscle (about 150 HU apart) and the edge of blood; below it nothing is smoothed. */
const QUIET_HU = 10;
/** Block means take the noise down by at most this many independent voxels: its grain is wider than one. */
const INDEPENDENT_VOXELS = 4;

/** Noise of the coarse copy before it is smoothed, HU. */
export const coarseNoiseHu = (coarse: Coarse, noiseHu: number): number =>
  noiseHu / Math.sqrt(Math.min(INDEPENDENT_VOXELS, coarse.factor[0] * coarse.factor[1] * coarse.factor[2]));

/**
 * The coarse copy with a binomial 1-2-1 smoothing along each axis where the scan is so noisy that tissues could not be told
 * apart voxel by voxel; else the same.
 */
export function quietened(coarse: Coarse, noiseHu: number): Coarse {
  if (coarseNoiseHu(coarse, noiseHu) <= QUIET_HU) return coarse;
  const [nx, ny, nz] = coarse.size;
  const hu = Int16Array.from(coarse.hu);
  const lines = [
    { step: 1, length: nx, starts: (n: number) => n * nx, count: ny * nz },
    { step: nx, length: ny, starts: (n: number) => (n % nx) + nx * ny * Math.floor(n / nx), count: nx * nz },
    { step: nx * ny, length: nz, starts: (n: number) => n, count: nx * ny },
  ];
  for (const { step, length, starts, count } of lines)
    for (let n = 0; n < count; n++) {
      let at = starts(n);
      let before = hu[at];
      for (let m = 0; m < length; m++, at += step) {
        const here = hu[at];
        const after = m + 1 < length ? hu[at + step] : here;
        hu[at] = (before + 2 * here + after + 2) >> 2;
        before = here;
      }
    }
  return { ...coarse, hu };
}

/** Every fine voxel takes the bit of the coarse voxel that covers it. */
export function refine(mask: BitMask, coarse: Coarse, fine: Vector3): BitMask {
  const [fx, fy, fz] = coarse.factor;
  const wordsPerRow = (fine[0] + 31) >> 5;
  const words = new Uint32Array(wordsPerRow * fine[1] * fine[2]);
  const row = new Uint32Array(wordsPerRow);
  for (let c = 0; c < mask.size[2]; c++)
    for (let b = 0; b < mask.size[1]; b++) {
      const from = (b + mask.size[1] * c) * mask.wordsPerRow;
      row.fill(0);
      let any = false;
      for (let w = 0; w < mask.wordsPerRow; w++) {
        let word = mask.words[from + w];
        while (word !== 0) {
          const low = word & -word;
          const first = ((w << 5) + 31 - Math.clz32(low)) * fx;
          for (let i = first; i < Math.min(first + fx, fine[0]); i++) row[i >> 5] |= 1 << (i & 31);
          word ^= low;
          any = true;
        }
      }
      if (!any) continue;
      for (let k = c * fz; k < Math.min((c + 1) * fz, fine[2]); k++)
        for (let j = b * fy; j < Math.min((b + 1) * fy, fine[1]); j++) words.set(row, (j + fine[1] * k) * wordsPerRow);
    }
  return { size: fine, wordsPerRow, words };
}

/** Coarse voxels whose block holds at least `share` of set fine voxels. */
export function coarsen(mask: BitMask, coarse: Coarse, share: number): BitMask {
  const [fx, fy, fz] = coarse.factor;
  const [cx, cy, cz] = coarse.size;
  const counts = new Uint16Array(cx * cy);
  const wordsPerRow = (cx + 31) >> 5;
  const words = new Uint32Array(wordsPerRow * cy * cz);
  for (let c = 0; c < cz; c++) {
    counts.fill(0);
    const top = Math.min((c + 1) * fz, mask.size[2]);
    for (let k = c * fz; k < top; k++)
      for (let j = 0; j < mask.size[1]; j++) {
        const from = (j + mask.size[1] * k) * mask.wordsPerRow;
        const to = Math.floor(j / fy) * cx;
        for (let w = 0; w < mask.wordsPerRow; w++) {
          let word = mask.words[from + w];
          while (word !== 0) {
            const low = word & -word;
            counts[to + Math.floor(((w << 5) + 31 - Math.clz32(low)) / fx)]++;
            word ^= low;
          }
        }
      }
    for (let b = 0; b < cy; b++) {
      const high = Math.min((b + 1) * fy, mask.size[1]) - b * fy;
      for (let a = 0; a < cx; a++) {
        const wide = Math.min((a + 1) * fx, mask.size[0]) - a * fx;
        const needed = Math.max(1, share * wide * high * (top - c * fz));
        if (counts[a + cx * b] >= needed) words[(b + cy * c) * wordsPerRow + (a >> 5)] |= 1 << (a & 31);
      }
    }
  }
  return { size: coarse.size, wordsPerRow, words };
}
