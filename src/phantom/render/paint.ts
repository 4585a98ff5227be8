import type { Grid } from '../../core/index.ts';
import type { DrawnLesion, Layer } from './scene.ts';

/** A plane at height z of a canonical grid, as floats: the only float copy there is. */
export interface Plane {
  readonly grid: Grid;
  readonly z: number;
  /** Extent along z that the plane stands for, mm. */
  readonly depthMm: number;
  readonly hu: Float32Array;
}

/** Inclusive voxel range of a span in mm on one axis, one voxel wider each way; empty when low > high. */
export function span(grid: Grid, options: { axis: 0 | 1 | 2; lowMm: number; highMm: number }): readonly [number, number] {
  const { axis, lowMm, highMm } = options;
  const start = grid.originMm[axis];
  const step = grid.spacingMm[axis];
  return [Math.max(0, Math.floor((lowMm - start) / step) - 1), Math.min(grid.size[axis] - 1, Math.ceil((highMm - start) / step) + 1)];
}

/**
 * Paints one layer. Rows are walked in steps of the distance to the surface, so inside and outside cost next to
 * nothing; at the surface the covered share of the voxel is linear in the distance.
 */
export function paintLayer(plane: Plane, layer: Layer): void {
  const { grid, z, hu } = plane;
  const { distance, safety, bounds } = layer.shape;
  const half = plane.depthMm / 2;
  if (z + half < bounds.low[2] || z - half > bounds.high[2]) return;
  const [dx, dy] = grid.spacingMm;
  const reach = Math.cbrt(dx * dy * plane.depthMm) / 2;
  const [i0, i1] = span(grid, { axis: 0, lowMm: bounds.low[0], highMm: bounds.high[0] });
  const [j0, j1] = span(grid, { axis: 1, lowMm: bounds.low[1], highMm: bounds.high[1] });
  const rind = layer.hu;
  const core = layer.core?.hu ?? rind;
  const depth = layer.core?.depthMm ?? 0;
  for (let j = j0; j <= j1; j++) {
    const y = grid.originMm[1] + j * dy;
    const row = j * grid.size[0];
    let i = i0;
    while (i <= i1) {
      const x = grid.originMm[0] + i * dx;
      const d = distance(x, y, z);
      const e = d + depth;
      const clear = Math.floor((Math.min(Math.abs(d), Math.abs(e)) * safety - reach) / dx);
      if (d >= reach) i += clear > 1 ? clear : 1;
      else if (d <= -reach && Math.abs(e) >= reach) {
        const end = Math.min(i1 + 1, i + (clear > 1 ? clear : 1));
        const material = e < 0 ? core : rind;
        if (typeof material === 'number') hu.fill(material, row + i, row + end);
        else for (let q = i; q < end; q++) hu[row + q] = material(grid.originMm[0] + q * dx, y, z);
        i = end;
      } else {
        if (depth > 0) {
          const outer = typeof rind === 'number' ? rind : rind(x, y, z);
          hu[row + i] += covered(d, reach) * (outer - hu[row + i]);
        }
        const inner = typeof core === 'number' ? core : core(x, y, z);
        hu[row + i] += covered(e, reach) * (inner - hu[row + i]);
        i++;
      }
    }
  }
}

const covered = (d: number, reach: number): number => (d <= -reach ? 1 : d >= reach ? 0 : 0.5 - d / (2 * reach));

/** Covered share per voxel of one lesion in one output slice, gathered over the planes that make up the slice. */
export interface Patch {
  readonly label: number;
  readonly i0: number;
  readonly j0: number;
  readonly width: number;
  readonly height: number;
  readonly share: Float32Array;
}

const FINEST_MM = 0.2;
const MOST_SAMPLES = 6;

/** Paints a lesion by supersampling (up to 6 points per axis, 0.2 mm apart) and adds its shares times `weight` to the patch. */
export function paintLesion(plane: Plane, options: { lesion: DrawnLesion; patch: Patch; weight: number }): void {
  const { grid, z, hu, depthMm } = plane;
  const { lesion, patch, weight } = options;
  const { distance } = lesion.shape;
  const [dx, dy] = grid.spacingMm;
  const reach = 0.5 * Math.hypot(dx, dy, depthMm);
  const nx = Math.min(MOST_SAMPLES, Math.ceil(dx / FINEST_MM));
  const nz = Math.min(2 * MOST_SAMPLES, Math.ceil(depthMm / FINEST_MM));
  const soft = 0.5 * Math.cbrt(((dx / nx) * (dy / nx) * depthMm) / nz);
  for (let j = 0; j < patch.height; j++) {
    const y = grid.originMm[1] + (patch.j0 + j) * dy;
    for (let i = 0; i < patch.width; i++) {
      const x = grid.originMm[0] + (patch.i0 + i) * dx;
      const d = distance(x, y, z);
      if (d > 1.5 * reach) continue;
      let share = 0;
      if (d < -1.5 * reach) share = 1;
      else {
        for (let c = 0; c < nz; c++)
          for (let b = 0; b < nx; b++)
            for (let a = 0; a < nx; a++) {
              const s = distance(x + ((a + 0.5) / nx - 0.5) * dx, y + ((b + 0.5) / nx - 0.5) * dy, z + ((c + 0.5) / nz - 0.5) * depthMm);
              share += s <= -soft ? 1 : s >= soft ? 0 : 0.5 - s / (2 * soft);
            }
        share /= nx * nx * nz;
      }
      if (share === 0) continue;
      const at = patch.i0 + i + grid.size[0] * (patch.j0 + j);
      const value = typeof lesion.hu === 'number' ? lesion.hu : lesion.hu(x, y, z);
      hu[at] += share * (value - hu[at]);
      patch.share[i + patch.width * j] += weight * share;
    }
  }
}
