import type { Analysis, CaseAnswer } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import { caseView, type ReportView, reportView } from '../view/index.ts';
import { base64 } from './base64.ts';
import { blocksMarkup } from './blocks.ts';
import { html, type Markup, NOTHING, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** The page may show its own pictures and style, and can do nothing else: no script, no request, no form. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const identityMarkup = (view: ReportView): Markup =>
  html`<dl class="identity">${view.identity.map(({ name, value, long }) => html`<div class="${long ? 'long' : 'short'}"><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>`;

/** Shown whatever the rank; never a pop-up, one block. */
const gatesMarkup = (view: ReportView): Markup =>
  view.gates.length
    ? html`<section class="gates" aria-label="Not to be missed"><h2>Not to be missed</h2><ul>${view.gates.map(
        (each) => html`<li><b>${each.title}</b>, ${each.urgency}: ${each.action} <small>(${each.why})</small></li>`,
      )}</ul></section>`
    : NOTHING;

const imagesMarkup = (images: readonly KeyImage[]): Markup =>
  images.length
    ? html`${images.map(
        (image) =>
          html`<figure><img width="${image.width}" height="${image.height}" alt="${image.title}: ${image.caption}" src="data:image/png;base64,${trusted(base64(image.png))}"><figcaption><b>${image.title}.</b> ${image.caption}</figcaption></figure>`,
      )}`
    : html`<p class="soft">No picture could be drawn.</p>`;

const front = (view: ReportView): Markup =>
  html`<main class="sheet"><div class="top"><h1>${view.title}</h1><div class="label">${view.label}</div></div>
${identityMarkup(view)}${gatesMarkup(view)}
<div class="${view.images ? 'front' : 'whole'}"><div><section class="impression"><h2>Impression</h2>${blocksMarkup(view.impression)}</section>${blocksMarkup(view.body)}</div>${view.images ? html`<section class="images" aria-label="Key images">${imagesMarkup(view.images)}</section>` : NOTHING}</div>
${blocksMarkup(view.below)}
<p class="foot">${view.disclaimer}<br><span class="soft">${view.made}</span></p></main>`;

/**
 * `report.html`: one page first, the appendix behind it. Self-contained, without script, and the same bytes for the
 * same result and pictures (times of the run are shown only where the manifest holds one).
 */
export function renderHtml(analysis: Analysis, images: readonly KeyImage[]): string {
  const level = htmlLevel(analysis);
  const view = reportView(analysis, images, level);
  // much text on the left leaves room on the right
  const pictures = level < LONG_TEXT ? view.images : [...(view.images ?? []), ...view.moreImages].slice(0, PICTURES_BESIDE_LONG_TEXT);
  const title = `Calcimap report${analysis.study.studyDate ? ` ${analysis.study.studyDate}` : ''}`;
  return pageOf({ ...view, images: pictures }, title);
}

/** The same of a case without images. */
export const renderCaseHtml = (answer: CaseAnswer): string => pageOf(caseView(answer), 'Calcimap report, case without images');

const pageOf = (view: ReportView, title: string): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><title>${title}</title><style>${trusted(STYLE)}</style></head>
<body>${front(view)}
<section class="sheet">${blocksMarkup(view.appendix)}</section></body></html>
`.markup;

const LONG_TEXT = 3;
const PICTURES_BESIDE_LONG_TEXT = 3;

/** A page in a browser cannot be measured beforehand; what makes the first one long is counted instead. */
function htmlLevel(analysis: Analysis): number {
  const asked = Math.min(3, analysis.groups.filter((each) => !each.expected).length);
  const gates = new Set(analysis.groups.flatMap((each) => each.safetyGates.map((gate) => gate.gate))).size;
  const grave = Math.min(5, analysis.issues.filter((each) => each.severity !== 'note').length);
  const weight = 2 * asked + 2 * gates + grave;
  return weight <= 3 ? 0 : weight <= 6 ? 1 : weight <= 8 ? 2 : 4;
}
