export type { Reader } from './context.ts';
export * from './read.ts';
export * from './structured-report.ts';
