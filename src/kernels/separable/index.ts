export * from './separable.ts';
