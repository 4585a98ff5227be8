export * from './blur.ts';
export * from './contrast.ts';
export * from './noise.ts';
export * from './thresholds.ts';
export * from './tissue-modes.ts';
