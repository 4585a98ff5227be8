import type { Anatomy } from '../../anatomy/index.ts';
import type { Candidate } from '../candidates/index.ts';
import { candidateOf, piecesOf } from '../candidates/index.ts';
import { maskOf, patchAround, toGrid } from '../patch/index.ts';

/**
 * Parts of a candidate above the limit that contrast medium explains: the plaque in the wall of a vessel that came
 * along. Empty when nothing rises above it.
 */
export function aboveLumen(candidate: Candidate, source: { hu: Int16Array; anatomy: Anatomy; limitHu: number }): Candidate[] {
  const { hu, anatomy, limitHu } = source;
  const { grid } = anatomy;
  const patch = patchAround(grid, { low: candidate.low, high: candidate.high, marginMm: 0 });
  const mask = maskOf(patch, candidate.voxels);
  for (let at = 0; at < mask.length; at++) if (mask[at] !== 0 && hu[toGrid(patch, at)] < limitHu) mask[at] = 0;
  return piecesOf(mask, patch).map((piece) => {
    const voxels = piece.map((at) => toGrid(patch, at)).sort();
    return candidateOf(voxels, { hu, size: grid.size, thresholdHu: limitHu });
  });
}
