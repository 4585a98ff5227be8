export * from './boolean.ts';
export * from './mask.ts';
export * from './scale.ts';
export * from './voxels.ts';
