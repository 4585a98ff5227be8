import type { Analysis, CaseAnswer } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { caseView, type ReportView, reportView } from '../view/index.ts';
import type { FontShelf } from './fonts.ts';

/** A PDF writer is most of a page's first load, and most readers never ask for a PDF: it is loaded by who does. */
async function drawn(viewAt: (level: number) => ReportView, startedAt: string | null, shelf: FontShelf): Promise<Uint8Array> {
  const { drawPdf } = await import('./pdf.ts');
  return drawPdf(viewAt, new Date(startedAt ?? 0), shelf);
}

/**
 * `report.pdf`: the same view as `report.html`, its first page cut to one sheet of A4. Fonts are embedded, only the glyphs used.
 * No clock (the file's date is the manifest's, 1970 without one): the same result, pictures and fonts give the same bytes.
 */
export const renderPdf = (analysis: Analysis, images: readonly KeyImage[], shelf: FontShelf): Promise<Uint8Array> =>
  drawn((level) => reportView(analysis, images, level), analysis.manifest.startedAt, shelf);

/** The same of a case without images. */
export const renderCasePdf = (answer: CaseAnswer, shelf: FontShelf): Promise<Uint8Array> =>
  drawn((level) => caseView(answer, level), answer.manifest.startedAt, shelf);
