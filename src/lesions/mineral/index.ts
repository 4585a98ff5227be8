export * from './mineral.ts';
