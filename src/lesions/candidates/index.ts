export * from './blood.ts';
export * from './candidate.ts';
export * from './candidates.ts';
export * from './pieces.ts';
export * from './released.ts';
export * from './scene.ts';
