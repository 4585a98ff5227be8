export * from './frames.ts';
export { readSegmentation, SEGMENTATION_CLASSES, type Segment, type Segmentation } from './read.ts';
