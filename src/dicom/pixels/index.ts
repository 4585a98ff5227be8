export { formatProblem, frameBytes } from './format.ts';
export { openPixels, type PixelSource } from './open.ts';
export { isPlain, readPlain } from './plain.ts';
export { decodeSlice, type SliceDecoder, type SliceJob } from './slice.ts';
export { outputValues, PADDING_HU, type ValueRule, writeValues } from './values.ts';
