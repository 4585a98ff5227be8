import type { Analysis } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { appendixMarkup } from './appendix.ts';
import { frontMarkup } from './front.ts';
import { html, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** The page may show its own pictures and style, and can do nothing else: no script, no request, no form. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * `report.html`: one page first, the appendix behind it. Self-contained, without script, and the same bytes for the
 * same result and pictures (times of the run are shown only where the manifest holds one).
 */
export function renderHtml(analysis: Analysis, images: readonly KeyImage[]): string {
  const title = `Calcimap report${analysis.study.studyDate ? ` ${analysis.study.studyDate}` : ''}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><title>${title}</title><style>${trusted(STYLE)}</style></head>
<body>${frontMarkup(analysis, images)}
${appendixMarkup(analysis)}</body></html>
`.markup;
}
