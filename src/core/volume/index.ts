export * from './canonical.ts';
export * from './volume.ts';
