export * from './inflate.ts';
