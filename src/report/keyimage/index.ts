export { renderKeyImages } from './keyimage.ts';
export type { KeyImage, KeyImageInput } from './types.ts';
