export * from './eigen.ts';
