export * from './external.ts';
