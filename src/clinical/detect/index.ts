export * from './detect.ts';
