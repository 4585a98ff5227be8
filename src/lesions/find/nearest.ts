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
  const patch = patchAround(grid, {
    low: candidate.low,
    high: candidate.high,
    marginMm: options.reachMm,
  });
  const [nx, ny, nz] = patch.size;
  const beyond = (axis: number, index: number): number =>
    Math.max(0, candidate.low[axis] - index, index - candidate.high[axis]) * grid.spacingMm[axis];
  const square = Float64Array.from({ length: nx }, (_, i) => beyond(0, patch.low[0] + i) ** 2);
  let nearest = Number.POSITIVE_INFINITY;
  // Nearest rows first, so that most of the box is never read once something is found.
  const order = (axis: number, count: number): Int32Array =>
    Int32Array.from({ length: count }, (_, n) => n).sort((a, b) => beyond(axis, patch.low[axis] + a) - beyond(axis, patch.low[axis] + b));
  const rows = order(1, ny);
  for (const k of order(2, nz)) {
    const offK = beyond(2, patch.low[2] + k) ** 2;
    if (offK >= nearest) break;
    for (const j of rows) {
      const off = beyond(1, patch.low[1] + j) ** 2 + offK;
      if (off >= nearest) break;
      const offset = patch.low[0] + patch.gridSize[0] * (patch.low[1] + j + patch.gridSize[1] * (patch.low[2] + k));
      for (let i = 0; i < nx; i++) if (wanted[tissue[offset + i]] !== 0 && square[i] + off < nearest) nearest = square[i] + off;
    }
  }
  const mm = Math.sqrt(nearest);
  return mm <= options.reachMm ? mm : null;
}
