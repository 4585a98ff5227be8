export type { FontFile, FontShelf } from './fonts.ts';
export { renderPdf } from './pdf.ts';
