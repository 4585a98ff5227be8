import type { FineGrid } from './fine.ts';
import { backproject, project, refine } from './fine.ts';

/** Few enough that noise stays small; the blur's own shape is mostly gone from the level sets. */
const ITERATIONS = 10;

/**
 * Richardson-Lucy deconvolution (Richardson 1972, Lucy 1974) onto the fine grid, so that level sets follow the object and not the slice's
 * thickness. Only its level sets are used; their volume is fitted to the image itself.
 *
 * @param start smooth positive image, HU above background per voxel
 * @param contrast HU above background per voxel; negative counts as 0
 * @param region 1 where a voxel takes part
 */
export function deconvolve(fine: FineGrid, input: { start: Float32Array; contrast: Float32Array; region: Uint8Array }): Float32Array {
  const { contrast, region } = input;
  const estimate = refine(fine, input.start);
  for (let cell = 0; cell < estimate.length; cell++) estimate[cell] = Math.max(estimate[cell], 1e-3);
  const one = new Float32Array(contrast.length);
  for (let at = 0; at < one.length; at++) one[at] = region[at];
  const norm = backproject(fine, one);
  const ratio = new Float32Array(contrast.length);
  for (let n = 0; n < ITERATIONS; n++) {
    const seen = project(fine, estimate);
    for (let at = 0; at < ratio.length; at++) ratio[at] = region[at] === 0 ? 0 : Math.max(0, contrast[at]) / Math.max(seen[at], 1e-3);
    const back = backproject(fine, ratio);
    for (let cell = 0; cell < estimate.length; cell++) estimate[cell] = norm[cell] > 1e-3 ? (estimate[cell] * back[cell]) / norm[cell] : 0;
  }
  return estimate;
}
