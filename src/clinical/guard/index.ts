export * from './guard.ts';
