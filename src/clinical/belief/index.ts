export * from './belief.ts';
