import { type Grid, indexToPatient, patientToIndex, type Vector3, voxelCount } from '../../core/index.ts';

/** Corners nearer than this are the same corner. */
const SAME_MM = 0.01;

const cornersOf = ({ size }: Grid): Vector3[] =>
  Array.from(
    { length: 8 },
    (_, corner): Vector3 => [corner & 1 ? size[0] - 1 : 0, corner & 2 ? size[1] - 1 : 0, corner & 4 ? size[2] - 1 : 0],
  );

/** Same voxels at the same places. */
const sameGrid = (a: Grid, b: Grid): boolean =>
  a.size.every((side, at) => side === b.size[at]) &&
  cornersOf(a).every((corner) => {
    const [p, q] = [indexToPatient(a, corner), indexToPatient(b, corner)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < SAME_MM;
  });

export interface PlacedLabels {
  readonly labels: Uint16Array;
  /** Share of the target's voxels that lie in the source's grid. */
  readonly covered: number;
  /** False when the grids are one, so that nothing had to be interpolated. */
  readonly resampled: boolean;
}

/** Labels of another grid at each voxel of `target`, by the nearest voxel; 0 outside. */
export function placeLabels(source: { readonly grid: Grid; readonly labels: Uint16Array }, target: Grid): PlacedLabels {
  if (sameGrid(source.grid, target)) return { labels: source.labels.slice(), covered: 1, resampled: false };
  const out = new Uint16Array(voxelCount(target));
  const [sx, sy, sz] = source.grid.size;
  const at = (index: Vector3): Vector3 => patientToIndex(source.grid, indexToPatient(target, index));
  const origin = at([0, 0, 0]);
  const step = ([0, 1, 2] as const).map((axis) => {
    const unit = at([axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0]);
    return [unit[0] - origin[0], unit[1] - origin[1], unit[2] - origin[2]];
  });
  const [nx, ny, nz] = target.size;
  let write = 0;
  let inside = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let x = origin[0] + k * step[2][0] + j * step[1][0];
      let y = origin[1] + k * step[2][1] + j * step[1][1];
      let z = origin[2] + k * step[2][2] + j * step[1][2];
      for (let i = 0; i < nx; i++, write++, x += step[0][0], y += step[0][1], z += step[0][2]) {
        // A voxel reaches half a side from its centre; a hair is given so that rounding does not open gaps at the rim.
        const [a, b, c] = [Math.floor(x + 0.5 + 1e-6), Math.floor(y + 0.5 + 1e-6), Math.floor(z + 0.5 + 1e-6)];
        if (a < 0 || b < 0 || c < 0 || a >= sx || b >= sy || c >= sz) continue;
        out[write] = source.labels[a + sx * (b + sy * c)];
        inside++;
      }
    }
  return { labels: out, covered: inside / out.length, resampled: true };
}
