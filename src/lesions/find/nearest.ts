import type { Anatomy } from '../../anatomy/index.ts';
import type { Candidate } from '../candidates/index.ts';
import { patchAround } from '../patch/index.ts';

/** Distance from the candidate's voxels' box to the nearest voxel of the tissues, mm; null beyond reach. */
export function nearestTissue(
  anatomy: Anatomy,
  candidate: Candidate,
  options: { codes: readonly number[]; reachMm: number },
): number | null {
  const { tissue, grid } = anatomy;
  const wanted = new Uint8Array(256);
  for (const code of options.codes) wanted[code] = 1;
  const patch = patchAround(grid, { low: candidate.low, high: candidate.high, marginMm: options.reachMm });
  let nearest: number | null = null;
  const [nx, ny, nz] = patch.size;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let offset = patch.low[0] + patch.gridSize[0] * (patch.low[1] + j + patch.gridSize[1] * (patch.low[2] + k));
      for (let i = 0; i < nx; i++, offset++) {
        if (wanted[tissue[offset]] === 0) continue;
        const here = [patch.low[0] + i, patch.low[1] + j, patch.low[2] + k];
        let sum = 0;
        for (let axis = 0; axis < 3; axis++)
          sum += (Math.max(0, candidate.low[axis] - here[axis], here[axis] - candidate.high[axis]) * grid.spacingMm[axis]) ** 2;
        const mm = Math.sqrt(sum);
        if (mm <= options.reachMm && (nearest === null || mm < nearest)) nearest = mm;
      }
    }
  return nearest;
}
