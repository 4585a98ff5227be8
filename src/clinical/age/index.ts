export * from './age.ts';
