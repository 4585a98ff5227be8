export * from './convert.ts';
export * from './spelling.ts';
