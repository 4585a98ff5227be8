export * from './dictionary.ts';
