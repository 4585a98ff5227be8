export type { FontFile, FontShelf } from './fonts.ts';
export { renderCasePdf, renderPdf } from './render.ts';
