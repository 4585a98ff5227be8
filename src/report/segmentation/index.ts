export { cielabOf } from './colour.ts';
export * from './segmentation.ts';
export { kept } from './segments.ts';
