/** Anatomy: a tissue for every voxel, a region and side for every point, and what the technique allows. */
export { type BuildOptions, buildAnatomy } from './build.ts';
export { type ExternalLabels, TOTALSEGMENTATOR_TOTAL } from './labels/index.ts';
export * from './types.ts';
