export * from './key-objects.ts';
