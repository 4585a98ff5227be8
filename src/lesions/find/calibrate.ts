import type { Anatomy } from '../../anatomy/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { edgeBlur } from '../measure/index.ts';
import { crop, maskOf, patchAround } from '../patch/index.ts';
import type { Kind } from './other.ts';
import { otherThings } from './other.ts';
import type { Kept } from './sift.ts';

/** Candidates with this many voxels may have a core; larger ones cost more than they tell. */
const VOXELS = { least: 60, most: 6000 };
const MOST_EDGES = 24;
const LEAST_EDGES = 3;
/** Real deposits end less sharply than the blur alone; the sharper ones tell the scanner's. */
const QUANTILE = 0.3;

/**
 * In-plane blur: the scan's own estimate, or what the edges of its deposits show when that is sharper. Both methods err towards too
 * wide (edges that are not square to the profile, deposits that fade), so the smaller is taken.
 */
export function calibrateBlur(source: {
  kept: readonly Kept[];
  hu: Int16Array;
  anatomy: Anatomy;
  kindOf: (offset: number) => Kind;
  kernels: Kernels;
}): {
  sigmaMm: number;
  edges: number;
} {
  const { kept, hu, anatomy, kindOf } = source;
  const { psfSigmaMm, noiseHu } = anatomy.technique;
  const chosen = kept
    .filter(({ candidate }) => candidate.voxels.length >= VOXELS.least && candidate.voxels.length <= VOXELS.most)
    .sort((a, b) => b.candidate.voxels.length - a.candidate.voxels.length || a.candidate.voxels[0] - b.candidate.voxels[0])
    .slice(0, MOST_EDGES);
  const found: number[] = [];
  for (const { candidate } of chosen) {
    const patch = patchAround(anatomy.grid, { low: candidate.low, high: candidate.high, marginMm: 3 * psfSigmaMm + 4 });
    const object = maskOf(patch, candidate.voxels);
    const { other, doubtful } = otherThings({ patch, object, kindOf, reachMm: [1.3 * psfSigmaMm, 1.3 * psfSigmaMm, 1.3 * psfSigmaMm] });
    for (let at = 0; at < other.length; at++) if (doubtful[at] !== 0) other[at] = 1;
    const sigma = edgeBlur({ patch, values: crop(hu, patch), object, other, noiseHu, psfSigmaMm, kernels: source.kernels });
    if (sigma !== null) found.push(sigma);
  }
  if (found.length < LEAST_EDGES) return { sigmaMm: psfSigmaMm, edges: found.length };
  found.sort((a, b) => a - b);
  return { sigmaMm: Math.min(psfSigmaMm, found[Math.floor(QUANTILE * found.length)]), edges: found.length };
}
