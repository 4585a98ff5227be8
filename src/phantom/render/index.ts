export { gaussian } from './blur.ts';
export * from './render.ts';
export * from './scene.ts';
