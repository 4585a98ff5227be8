export { cielabOf } from './colour.ts';
export { type PlacedSegmentation, placeSegmentation } from './place.ts';
export * from './segmentation.ts';
export { kept } from './segments.ts';
