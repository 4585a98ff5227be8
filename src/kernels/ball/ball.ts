import type { Vector3 } from '../../core/index.ts';

/** Relative slack, so that a radius of exactly n voxels keeps its last voxel in spite of rounding. */
const RADIUS_SLACK = 1e-9;

/** A ball as rows: at (dy, dz) it reaches `width` voxels to either side. Rows with no voxel are not listed. */
export interface Ball {
  /** Voxels the ball reaches along each axis. */
  readonly reach: Vector3;
  readonly rows: readonly { readonly dy: number; readonly dz: number; readonly width: number }[];
}

/**
 * Voxel centres within radiusMm of the centre one; what reaches further than a grid of `size` is left out.
 * @throws RangeError on a negative or unbounded radius, or a spacing that is not positive
 */
export function createBall(options: { radiusMm: number; spacingMm: Vector3; size: Vector3 }): Ball {
  const { radiusMm, spacingMm, size } = options;
  if (!spacingMm.every((spacing) => spacing > 0 && spacing < Infinity))
    throw new RangeError(`a spacing of ${spacingMm.join(' x ')} mm is none`);
  if (!(radiusMm >= 0 && radiusMm < Infinity)) throw new RangeError(`a ball of radius ${radiusMm} mm cannot be built`);
  const limit = radiusMm * radiusMm * (1 + RADIUS_SLACK);
  const [sx, sy, sz] = spacingMm;
  const span = (left: number, spacing: number): number => {
    let reach = Math.floor(Math.sqrt(Math.max(0, left)) / spacing);
    while ((reach + 1) * spacing * (reach + 1) * spacing <= left) reach++;
    while (reach > 0 && reach * spacing * reach * spacing > left) reach--;
    return reach;
  };
  const reach = [sx, sy, sz].map((spacing, axis) => Math.min(size[axis] - 1, span(limit, spacing))) as unknown as Vector3;
  const rows: { dy: number; dz: number; width: number }[] = [];
  for (let dz = -reach[2]; dz <= reach[2]; dz++)
    for (let dy = -reach[1]; dy <= reach[1]; dy++) {
      const left = limit - dz * sz * dz * sz - dy * sy * dy * sy;
      if (left >= 0) rows.push({ dy, dz, width: span(left, sx) });
    }
  return { reach, rows };
}
