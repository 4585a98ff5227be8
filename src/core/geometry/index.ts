export * from './canonical.ts';
export * from './grid.ts';
