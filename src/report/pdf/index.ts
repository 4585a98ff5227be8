export type { FontFile, FontShelf } from './fonts.ts';
export { renderPdf } from './render.ts';
