export * from './context.ts';
export * from './exclusion.ts';
