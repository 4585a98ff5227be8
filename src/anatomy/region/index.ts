export * from './cavity.ts';
export * from './landmarks.ts';
export * from './locate.ts';
export * from './segments.ts';
export * from './slices.ts';
export * from './spine.ts';
