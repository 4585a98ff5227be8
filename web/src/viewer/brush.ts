import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { ballVoxels, mergeVoxels, withoutVoxels } from '../../../src/lesions/index.ts';

/** Voxels after the brush went from one voxel to the next. A quick hand leaves gaps between two events; the brush does not. */
export function afterStroke(
  grid: Grid,
  voxels: Int32Array,
  stroke: {
    /** null at the beginning of a stroke. */
    readonly from: Vector3 | null;
    readonly to: Vector3;
    readonly radiusMm: number;
    readonly erasing: boolean;
    /** Voxels that belong to other lesions and stay theirs. */
    readonly others: readonly Int32Array[];
  },
): Int32Array {
  const { to, radiusMm, erasing, others } = stroke;
  const from = stroke.from ?? to;
  const steps = Math.max(1, ...to.map((value, axis) => Math.abs(value - from[axis])));
  let after = voxels;
  for (let step = stroke.from ? 1 : steps; step <= steps; step++) {
    const centre = to.map((value, axis) => from[axis] + ((value - from[axis]) * step) / steps) as unknown as Vector3;
    let ball = ballVoxels(grid, { centre, radiusMm });
    for (const other of others) ball = withoutVoxels(ball, other);
    after = erasing ? withoutVoxels(after, ball) : mergeVoxels(after, ball);
  }
  return after;
}
