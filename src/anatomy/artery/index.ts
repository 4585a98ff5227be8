export * from './aorta.ts';
