export * from './issues.ts';
export * from './progress.ts';
export * from './table.ts';
