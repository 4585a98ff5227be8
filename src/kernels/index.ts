export * from './mask/index.ts';
export { createPlainKernels } from './plain/index.ts';
export { reconstructMask, seededComponents, voxelsByComponent, voxelsOf } from './runs/index.ts';
export { transposeBand } from './separable/index.ts';
export type * from './types.ts';
export * from './wasm/index.ts';
