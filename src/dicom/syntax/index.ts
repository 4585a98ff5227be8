export * from './syntax.ts';
