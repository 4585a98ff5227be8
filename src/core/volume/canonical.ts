import type { AxisMap } from '../geometry/index.ts';
import { canonicalAxes, canonicalGrid, isCanonical, toCanonicalOrder, voxelCount } from '../geometry/index.ts';
import type { Volume } from './volume.ts';

/** The volume with axes along +L, +P, +S, and the walk that leads back to the source's own order. */
export interface CanonicalVolume {
  readonly volume: Volume;
  readonly map: AxisMap;
  /** The volume as read. */
  readonly source: Volume;
}

/** Copies only when the source is not canonical already; `allocate` may hand out shared memory. */
export function canonicalVolume(source: Volume, allocate = (count: number): Int16Array => new Int16Array(count)): CanonicalVolume {
  const map = canonicalAxes(source.grid.direction);
  if (isCanonical(map)) return { volume: source, map, source };
  const hu = toCanonicalOrder(source.hu, source.grid, map, allocate(voxelCount(source.grid)));
  // slices run along the source's k, which is another axis here; nothing refers back from a canonical volume
  return { volume: { ...source, grid: canonicalGrid(source.grid, map), hu }, map, source };
}
