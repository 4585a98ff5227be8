export * from './radiograph.ts';
