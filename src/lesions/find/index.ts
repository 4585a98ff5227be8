export { describeLesion } from './describe.ts';
export * from './find.ts';
