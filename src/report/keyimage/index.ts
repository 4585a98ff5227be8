export { plannedKeyImages, renderKeyImages } from './keyimage.ts';
export { CELL, clusters, strokesOf } from './letters.ts';
export { type Colour, colourOfGroup } from './mark.ts';
export { outline } from './outline.ts';
export { lettersAlong } from './plane.ts';
export { createRaster, type Frame, type Place, type Raster, strokeLine } from './raster.ts';
export type { KeyImage, KeyImageInput } from './types.ts';
export { typicalOf } from './typical.ts';
