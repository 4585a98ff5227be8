export * from './blood.ts';
export * from './candidate.ts';
export * from './candidates.ts';
export * from './pieces.ts';
