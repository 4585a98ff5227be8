export * from './exit.ts';
