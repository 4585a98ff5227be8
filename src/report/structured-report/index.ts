export type { Reader } from './context.ts';
export * from './structured-report.ts';
