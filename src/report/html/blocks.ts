import type { Bar, Block, CauseFigure, RankedReason, Span, Words } from '../view/index.ts';
import { html, type Markup, NOTHING } from './markup.ts';

/** A bar is full at a factor of 100: beyond it, a longer bar would tell nobody more. */
const FULL_BAR_LOG10 = 2;
const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;

const citations = (numbers: readonly number[] | undefined): Markup =>
  numbers?.length ? html` <small>${numbers.map((each) => html`<a href="#reference-${each}">[${each}]</a>`)}</small>` : NOTHING;

const spanMarkup = (span: Span): Markup => {
  const text = span.bold ? html`<b>${span.text}</b>` : span.soft ? html`<span class="soft">${span.text}</span>` : html`${span.text}`;
  return span.references ? html`${text}${citations(span.references)}` : text;
};
const wordsMarkup = (words: Words): Markup => html`${words.map(spanMarkup)}`;

const bars = (items: readonly Bar[], more: number): Markup =>
  items.length
    ? html`<dl class="bars">${items.map(
        (each) =>
          html`<dt>${each.label}${citations(each.references)}</dt><dd class="bar"><i style="width:${percent(Math.abs(each.log10) / FULL_BAR_LOG10)}"></i></dd><dd class="factor">${each.factor}</dd>`,
      )}</dl>${more > 0 ? html`<small class="soft">and ${more} weaker</small>` : NOTHING}`
    : html`<p class="soft">none found</p>`;

/** One cause: its chance with its range on a scale from 0 to 1, and the evidence both ways in equal room. */
const causeMarkup = (cause: CauseFigure): Markup =>
  html`<div class="cause"><h3><span>${cause.rank}. ${cause.label} <span class="soft">${cause.mechanism}</span></span><span class="chance">${cause.probabilityWords} <span class="soft">(${cause.intervalWords})</span></span></h3>
<div class="scale" role="img" aria-label="${cause.probabilityWords}, 90 % interval ${cause.intervalWords}"><span class="range" style="left:${percent(cause.interval[0])};width:${percent(cause.interval[1] - cause.interval[0])}"></span><span class="point" style="left:${percent(cause.probability)}"></span></div>
<div class="evidence"><div class="for"><h4>Speaks for</h4>${bars(cause.speaksFor, cause.moreFor)}</div><div class="against"><h4>Speaks against</h4>${bars(cause.speaksAgainst, cause.moreAgainst)}</div></div></div>`;

const reasonMarkup = (each: RankedReason): Markup =>
  html`<li><b>${each.label}</b> <span class="chance">${each.chance}</span><div class="why"><span class="for">for</span> ${each.speaksFor || 'nothing found'}</div><div class="why"><span class="against">against</span> ${each.speaksAgainst || 'nothing found'}</div></li>`;

function tableMarkup(block: Extract<Block, { kind: 'table' }>): Markup {
  const cell = (index: number): string => (block.columns[index].numeric ? 'number' : 'text');
  const caption = block.caption ? html`<caption>${block.caption}</caption>` : NOTHING;
  return html`<div class="wide"><table class="${block.size}">${caption}<thead><tr>${block.columns.map(
    (each, index) => html`<th scope="col" class="${cell(index)}">${each.title}</th>`,
  )}</tr></thead><tbody>${block.rows.map(
    (row) => html`<tr>${row.map((words, index) => html`<td class="${cell(index)}">${wordsMarkup(words)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function headingMarkup(block: Extract<Block, { kind: 'heading' }>): Markup {
  const note = block.note ? html` <small>${block.note}</small>` : NOTHING;
  if (block.level === 1) return html`<h1>${block.text}${note}</h1>`;
  return block.level === 2 ? html`<h2>${block.text}${note}</h2>` : html`<h3>${block.text}${note}</h3>`;
}

const listMarkup = (block: Extract<Block, { kind: 'list' }>): Markup => {
  const items = block.items.map((each) => html`<li>${wordsMarkup(each)}</li>`);
  return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
};

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading':
      return headingMarkup(block);
    case 'paragraph':
      return html`<p class="${block.size ?? 'text'}">${wordsMarkup(block.words)}</p>`;
    case 'list':
      return listMarkup(block);
    case 'reasons':
      return html`<ol class="reasons">${block.items.map(reasonMarkup)}</ol>`;
    case 'table':
      return tableMarkup(block);
    case 'cause':
      return causeMarkup(block.cause);
    case 'references':
      return html`<ol class="sources">${block.items.map(
        (each, index) =>
          html`<li id="reference-${index + 1}">${each.citation}${each.doi ? html` <a rel="noreferrer noopener" href="https://doi.org/${each.doi}">doi:${each.doi}</a>` : NOTHING}${each.pmid ? html` PMID ${each.pmid}` : NOTHING}</li>`,
      )}</ol>`;
  }
}

export const blocksMarkup = (blocks: readonly Block[]): Markup => html`${blocks.map(blockMarkup)}`;
