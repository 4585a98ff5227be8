export * from './casefile.ts';
