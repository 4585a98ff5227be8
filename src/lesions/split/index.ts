export * from './lumen.ts';
