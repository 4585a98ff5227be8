export * from './editor.ts';
export * from './regroup.ts';
export { ballVoxels, mergeVoxels, withoutVoxels } from './sets.ts';
