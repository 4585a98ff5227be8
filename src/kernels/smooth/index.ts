export * from './downsample.ts';
export * from './smooth.ts';
export * from './weights.ts';
