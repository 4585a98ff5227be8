import type { FineGrid } from './fine.ts';
import { refine } from './fine.ts';

/** Few enough that noise stays small; the blur's own shape is mostly gone from the level sets. */
const ITERATIONS = 10;
/** Values below it, HU, and cells that no voxel of the region sees, count as nothing. */
const FLOOR_HU = 1e-3;

/**
 * Richardson-Lucy deconvolution (Richardson 1972, Lucy 1974) onto the fine grid, so that level sets follow the object and not the slice's
 * thickness. Only its level sets are used; their volume is fitted to the image itself.
 *
 * @param start smooth positive image, HU above background per voxel
 * @param contrast HU above background per voxel; negative counts as 0
 * @param region 1 where a voxel takes part
 */
export const deconvolve = (fine: FineGrid, input: { start: Float32Array; contrast: Float32Array; region: Uint8Array }): Float32Array =>
  fine.kernels.deconvolve({
    start: refine(fine, input.start),
    contrast: input.contrast,
    region: input.region,
    forward: fine.forward,
    backward: fine.backward,
    iterations: ITERATIONS,
    floor: FLOOR_HU,
  });
