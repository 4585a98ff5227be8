export * from './radiographs.ts';
