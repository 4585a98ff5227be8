export * from './enhancement.ts';
export * from './pieces.ts';
