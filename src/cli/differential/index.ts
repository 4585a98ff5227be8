export * from './differential.ts';
