import type { Analysis, AnalysisGroup, RankedCause } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';
import {
  type EvidenceItem,
  factorWords,
  findingWords,
  percentRangeWords,
  percentWords,
  plainWords,
  splitEvidence,
} from '../wording/index.ts';
import { html, type Markup, NOTHING, trusted } from './markup.ts';

/** A bar is full at a factor of 100: beyond it, a longer bar would tell nobody more. */
const FULL_BAR_LOG10 = 2;

const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;

const SAFE_DOI = /^10\.\d{4,9}\/[\w.()/:;+-]+$/;

/** Citation of a source, linked by DOI only; a source without a paper is a sentence and stands as it is. */
function sourceMarkup(analysis: Analysis, id: string): Markup {
  const reference = analysis.references[id];
  if (!reference) return html`${id}`;
  const number = Object.keys(analysis.references).indexOf(id) + 1;
  return html`<a href="#reference-${number}">[${number}]</a>`;
}

function bars(
  analysis: Analysis,
  group: AnalysisGroup,
  items: readonly EvidenceItem[],
  options: { most: number; sources: boolean },
): Markup {
  const shown = items.slice(0, options.most);
  const rest = items.length - shown.length;
  if (!shown.length) return html`<p class="soft">none found</p>`;
  return html`<dl class="bars">${shown.map(
    (each) =>
      html`<dt>${findingWords(analysis.labels, group, each.finding)}${
        options.sources
          ? html` <small>${each.sources.map((id, index) => html`${index ? ' ' : ''}${sourceMarkup(analysis, id)}`)}</small>`
          : NOTHING
      }</dt><dd class="bar"><i style="width:${percent(Math.abs(each.log10LikelihoodRatio) / FULL_BAR_LOG10)}"></i></dd><dd class="factor">${factorWords(each.log10LikelihoodRatio)}</dd>`,
  )}</dl>${rest > 0 ? html`<small>and ${rest} weaker</small>` : NOTHING}`;
}

/** One cause: its chance with its range on a scale from 0 to 1, and the evidence both ways in equal room. */
export function causeMarkup(
  analysis: Analysis,
  group: AnalysisGroup,
  cause: RankedCause,
  options: { rank: number; most: number; sources: boolean },
): Markup {
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const [low, high] = cause.interval;
  return html`<div class="cause"><h3><span>${options.rank}. ${cause.label} <span class="soft">(${plainWords(cause.mechanism)})</span></span><span class="chance">${percentWords(cause.probability)} <span class="soft">(${percentRangeWords(cause.interval)})</span></span></h3>
<div class="scale" role="img" aria-label="${percentWords(cause.probability)}, 90 % interval ${percentRangeWords(cause.interval)}"><span class="range" style="left:${percent(low)};width:${percent(high - low)}"></span><span class="point" style="left:${percent(cause.probability)}"></span></div>
<div class="evidence"><div class="for"><h4>Speaks for</h4>${bars(analysis, group, speaksFor, options)}</div><div class="against"><h4>Speaks against</h4>${bars(analysis, group, speaksAgainst, options)}</div></div></div>`;
}

/** The systematic path, step by step. */
export const pathMarkup = (analysis: Analysis, group: AnalysisGroup): Markup =>
  group.systematicPath.length
    ? html`<ol class="path">${group.systematicPath.map(
        (each) =>
          html`<li><b>${each.step}</b> ${each.answer}${
            each.because.length
              ? html` <small>(${each.because.map((id, index) => html`${index ? ', ' : ''}${findingWords(analysis.labels, group, id)}`)})</small>`
              : NOTHING
          }</li>`,
      )}</ol>`
    : html`<p class="soft">No step could be taken.</p>`;

const CHUNK = 0x8000;

/** Bytes as base64, in pieces that the call stack can bear. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** Pictures one below the other, each with what is seen. */
export const imagesMarkup = (images: readonly KeyImage[]): Markup =>
  images.length
    ? html`${images.map(
        (image) =>
          html`<figure><img width="${image.width}" height="${image.height}" alt="${image.title}: ${image.caption}" src="data:image/png;base64,${trusted(base64(image.png))}"><figcaption><b>${image.title}.</b> ${image.caption}</figcaption></figure>`,
      )}`
    : html`<p class="soft">No picture could be drawn.</p>`;

export const referenceMarkup = (analysis: Analysis): Markup => {
  const all = Object.values(analysis.references);
  if (!all.length) return html`<p class="soft">None cited.</p>`;
  return html`<ol class="path">${all.map(
    (each, index) =>
      html`<li id="reference-${index + 1}">${each.citation}${
        each.doi && SAFE_DOI.test(each.doi)
          ? html` <a rel="noreferrer noopener" href="https://doi.org/${each.doi}">doi:${each.doi}</a>`
          : NOTHING
      }${each.pmid ? html` PMID ${each.pmid}` : NOTHING}</li>`,
  )}</ol>`;
};
