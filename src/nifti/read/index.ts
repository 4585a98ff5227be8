export { openHeader, opensLikeNifti } from './open.ts';
export * from './read.ts';
