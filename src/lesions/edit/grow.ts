import type { Grid } from '../../core/index.ts';

export interface GrowOptions {
  readonly grid: Grid;
  readonly hu: Int16Array;
  /** Offset that growing begins at. */
  readonly seed: number;
  readonly leastHu: number;
  /** Farthest that a voxel may lie from the seed, mm. */
  readonly mostMm: number;
  /** Voxels that are never taken: bone, or another lesion's. */
  readonly forbidden: (offset: number) => boolean;
}

/**
 * Region growing: the 26-connected voxels at or above a threshold about a seed, within a reach. Ascending; empty when
 * the seed itself is below the threshold or forbidden.
 */
export function growFrom(options: GrowOptions): Int32Array {
  const { grid, hu, seed, leastHu, mostMm, forbidden } = options;
  const [nx, ny, nz] = grid.size;
  const [sx, sy, sz] = grid.spacingMm;
  const [si, sj, sk] = [seed % nx, Math.floor(seed / nx) % ny, Math.floor(seed / (nx * ny))];
  const taken = new Set<number>();
  const stack: number[] = [];
  const offer = (offset: number): void => {
    if (taken.has(offset) || hu[offset] < leastHu || forbidden(offset)) return;
    taken.add(offset);
    stack.push(offset);
  };
  offer(seed);
  while (stack.length) {
    const offset = stack.pop() as number;
    const [i, j, k] = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    for (let c = Math.max(0, k - 1); c <= Math.min(nz - 1, k + 1); c++)
      for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++)
          if (Math.hypot((a - si) * sx, (b - sj) * sy, (c - sk) * sz) <= mostMm) offer(a + nx * (b + ny * c));
  }
  return Int32Array.from(taken).sort();
}
