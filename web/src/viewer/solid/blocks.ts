import type { Vector3 } from '../../../../src/core/index.ts';
import type { BoneBlocks } from '../../worker/messages.ts';
import type { ViewVolume } from '../planes.ts';

/** Blocks along the longest axis: fine enough to know a bone by its shape, few enough for a slow machine. */
const MOST_BLOCKS = 120;
/** Dense from here on, and wholly so, HU: spongy bone to cortex at 120 kVp (expert estimate; a picture, not a measurement). */
const DENSE_HU = { from: 180, whole: 420 };
/** Voxels looked at in a block, along each axis. */
const LOOKS = 2;

export interface HuBlocks {
  readonly size: Vector3;
  readonly factor: Vector3;
  /** Brightest of the voxels looked at, HU. */
  readonly maximum: Int16Array;
}

/** The volume in coarse blocks, each by its brightest voxel of a few. */
export function maximumBlocks({ grid, hu }: ViewVolume): HuBlocks {
  const factor = grid.size.map((each) => Math.max(1, Math.ceil(each / MOST_BLOCKS))) as unknown as Vector3;
  const size = grid.size.map((each, axis) => Math.ceil(each / factor[axis])) as unknown as Vector3;
  const [nx, ny] = grid.size;
  const maximum = new Int16Array(size[0] * size[1] * size[2]);
  const looks = (axis: 0 | 1 | 2, block: number): number[] => {
    const first = block * factor[axis];
    const count = Math.min(LOOKS, factor[axis]);
    return Array.from({ length: count }, (_, n) => Math.min(grid.size[axis] - 1, first + Math.floor((n * factor[axis]) / count)));
  };
  const all = ([0, 1, 2] as const).map((axis) => Array.from({ length: size[axis] }, (_, block) => looks(axis, block)));
  let write = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++) {
        let most = -32768;
        for (const k of all[2][c])
          for (const j of all[1][b]) {
            const row = nx * (j + ny * k);
            for (const i of all[0][a]) if (hu[row + i] > most) most = hu[row + i];
          }
        maximum[write++] = most;
      }
  return { size, factor, maximum };
}

/** What is dense, where no analysis has told bone apart. */
export function denseBlocks({ size, factor, maximum }: HuBlocks): BoneBlocks {
  const share = Uint8Array.from(maximum, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, (value - DENSE_HU.from) / (DENSE_HU.whole - DENSE_HU.from)))),
  );
  return { size, factor, share };
}
