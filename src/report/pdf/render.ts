import type { Analysis } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import type { FontShelf } from './fonts.ts';

/**
 * `report.pdf`: the same view as `report.html`, its first page cut to one sheet of A4. Fonts are embedded, only the glyphs used.
 * No clock (the file's date is the manifest's, 1970 without one): the same result, pictures and fonts give the same bytes.
 */
export async function renderPdf(analysis: Analysis, images: readonly KeyImage[], shelf: FontShelf): Promise<Uint8Array> {
  // a PDF writer is most of a page's first load, and most readers never ask for a PDF
  const { drawPdf } = await import('./pdf.ts');
  return drawPdf(analysis, images, shelf);
}
