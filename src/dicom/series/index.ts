export * from './series.ts';
export * from './stacks.ts';
