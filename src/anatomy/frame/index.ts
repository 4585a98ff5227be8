export * from './bits.ts';
export * from './frame.ts';
