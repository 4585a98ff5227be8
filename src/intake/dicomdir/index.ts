export * from './dicomdir.ts';
