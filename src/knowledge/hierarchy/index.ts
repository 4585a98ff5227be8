export * from './hierarchy.ts';
