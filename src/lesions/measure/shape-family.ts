import type { Vector3 } from '../../core/index.ts';
import type { FineGrid } from './fine.ts';

/** A one-parameter family of shapes on the fine grid: the larger the parameter, the larger the shape. */
export interface ShapeFamily {
  readonly kind: 'level-set' | 'ellipsoid';
  /** Parameter range to search, ascending. */
  readonly range: readonly [number, number];
  /** The occupancy of a cell is 0.5 + (field - level) * slope, between 0 and 1. */
  readonly field: Float32Array;
  readonly slope: Float32Array;
  levelOf(parameter: number): number;
  /** What the occupancy is multiplied by, from the sum of its cells. */
  scaleOf(parameter: number, cells: number): number;
}

/** Level sets of a smooth image on the fine grid (changed in place outside `allowed`): the parameter is 1 - level / maximum. */
export function levelSets(fine: FineGrid, field: Float32Array, allowed: Uint8Array): ShapeFamily {
  const slope = inverseStep(fine, field);
  let top = 0;
  const [fx, fy, fz] = fine.size;
  const [nx, ny] = fine.patch.size;
  let at = 0;
  for (let c = 0; c < fz; c++)
    for (let b = 0; b < fy; b++)
      for (let a = 0; a < fx; a++, at++) {
        const voxel = Math.floor(a / fine.factor[0]) + nx * (Math.floor(b / fine.factor[1]) + ny * Math.floor(c / fine.factor[2]));
        if (allowed[voxel] === 0) field[at] = -1e9;
        else if (field[at] > top) top = field[at];
      }
  return {
    kind: 'level-set',
    range: [0.03, 0.93],
    field,
    slope,
    levelOf: (parameter) => top * (1 - parameter),
    scaleOf: () => 1,
  };
}

/** One over the value's change across a cell, so that an occupancy passes from 0 to 1 within one cell. */
function inverseStep(fine: FineGrid, field: Float32Array): Float32Array {
  const [fx, fy, fz] = fine.size;
  const out = new Float32Array(field.length);
  let at = 0;
  for (let c = 0; c < fz; c++) {
    // Central differences inside, one-sided at the border.
    const below = c > 0 ? fx * fy : 0;
    const above = c < fz - 1 ? fx * fy : 0;
    for (let b = 0; b < fy; b++) {
      const before = b > 0 ? fx : 0;
      const behind = b < fy - 1 ? fx : 0;
      for (let a = 0; a < fx; a++, at++) {
        const left = a > 0 ? 1 : 0;
        const right = a < fx - 1 ? 1 : 0;
        const dx = Math.abs(field[at + right] - field[at - left]) / (left + right || 1);
        const dy = Math.abs(field[at + behind] - field[at - before]) / (before > 0 && behind > 0 ? 2 : 1);
        const dz = Math.abs(field[at + above] - field[at - below]) / (below > 0 && above > 0 ? 2 : 1);
        out[at] = 1 / Math.max(1e-3, dx, dy, dz, 0.7 * Math.sqrt(dx * dx + dy * dy + dz * dz));
      }
    }
  }
  return out;
}

export interface EllipsoidShape {
  /** Millimetres from the patch's first voxel centre. */
  readonly centreMm: Vector3;
  /** Unit axes and their semi-lengths relative to each other (their product is 1). */
  readonly axes: readonly [Vector3, Vector3, Vector3];
  readonly ratios: Vector3;
}

/** Ellipsoids of one shape: the parameter is the natural logarithm of the mean radius in mm. */
export function ellipsoids(fine: FineGrid, shape: EllipsoidShape, radiusRangeMm: readonly [number, number]): ShapeFamily {
  const [fx, fy, fz] = fine.size;
  const field = new Float32Array(fx * fy * fz);
  const origin = fine.cellMm.map((cell, axis) => cell / 2 - fine.patch.spacingMm[axis] / 2);
  let at = 0;
  for (let c = 0; c < fz; c++)
    for (let b = 0; b < fy; b++)
      for (let a = 0; a < fx; a++, at++) {
        const x = origin[0] + a * fine.cellMm[0] - shape.centreMm[0];
        const y = origin[1] + b * fine.cellMm[1] - shape.centreMm[1];
        const z = origin[2] + c * fine.cellMm[2] - shape.centreMm[2];
        let sum = 0;
        for (let n = 0; n < 3; n++) {
          const axis = shape.axes[n];
          sum += ((axis[0] * x + axis[1] * y + axis[2] * z) / shape.ratios[n]) ** 2;
        }
        field[at] = -Math.sqrt(sum);
      }
  const cell = Math.cbrt(fine.cellMm3);
  return {
    kind: 'ellipsoid',
    range: [Math.log(radiusRangeMm[0]), Math.log(radiusRangeMm[1])],
    field,
    slope: new Float32Array(field.length).fill(1 / cell),
    levelOf: (parameter) => -Math.exp(parameter),
    // A shape of about a cell keeps its volume, whatever the cells' rounding made of it.
    scaleOf: (parameter, cells) => {
      const radius = Math.exp(parameter);
      return radius < 2 * cell && cells > 0 ? ((4 / 3) * Math.PI * radius ** 3) / (cells * fine.cellMm3) : 1;
    },
  };
}
