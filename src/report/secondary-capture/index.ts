export * from './secondary-capture.ts';
