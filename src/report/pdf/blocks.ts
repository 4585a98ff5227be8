import type { Bar, Block, CauseFigure, RankedReason } from '../view/index.ts';
import { AGAINST, type Column, FOR, INK, type Sheet, SOFT, text, WASH } from './sheet.ts';
import { drawTable } from './table.ts';

const BODY = 8.4;
const SMALL = 7.2;
const LEAD = 9;
const FULL_BAR_LOG10 = 2;
const BAR = { width: 52, height: 5, factor: 28 } as const;

function drawHeading(sheet: Sheet, column: Column, block: Extract<Block, { kind: 'heading' }>): void {
  const size = block.level === 1 ? 14 : block.level === 2 ? 7.6 : 9;
  const words = block.level === 2 ? block.text.toUpperCase() : block.text;
  sheet.room(column, size * 4);
  column.y += block.level === 2 ? 6 : 3;
  const note = block.note ? text(`  ${block.note}`, { soft: true }) : [];
  sheet.write(column, [...text(words, { bold: true }), ...note], { size, after: 1 });
  if (block.level !== 2) return;
  sheet.rule({ x: column.x, y: column.y, width: column.width });
  column.y += 3;
}

function drawReasons(sheet: Sheet, column: Column, items: readonly RankedReason[]): void {
  items.forEach((each, index) => {
    sheet.write(column, [...text(`${index + 1}. `), ...text(each.label, { bold: true }), ...text(`  ${each.chance}`, { soft: true })], {
      size: BODY,
      indent: 6,
      after: 0,
    });
    for (const [word, colour, said] of [
      ['for', FOR, each.speaksFor],
      ['against', AGAINST, each.speaksAgainst],
    ] as const) {
      const inner: Column = { x: column.x + 50, width: column.width - 50, y: column.y };
      sheet.room(inner, SMALL * 2);
      sheet.draw(
        sheet.lines(text(word, { bold: true }), { width: 40, size: SMALL + 0.3 }),
        { x: column.x + 18, y: inner.y, width: 40 },
        { size: SMALL + 0.3, colour },
      );
      sheet.write(inner, text(said || 'nothing found'), { size: SMALL + 0.3, after: 0 });
      column.y = inner.y;
    }
    column.y += 2;
  });
}

function drawBars(sheet: Sheet, column: Column, about: { title: string; items: readonly Bar[]; more: number; colour: string }): void {
  sheet.write(column, text(about.title, { bold: true }), { size: SMALL, colour: about.colour, after: 0 });
  if (!about.items.length) sheet.write(column, text('none found', { soft: true }), { size: SMALL });
  const width = column.width - BAR.width - BAR.factor - 6;
  for (const each of about.items) {
    const cited = each.references.length ? text(` ${each.references.map((n) => `[${n}]`).join('')}`, { soft: true }) : [];
    const lines = sheet.lines([...text(each.label), ...cited], { width, size: SMALL + 0.2 });
    const height = sheet.heightOf(lines, SMALL + 0.2);
    sheet.room(column, height);
    sheet.draw(lines, { x: column.x, y: column.y, width }, { size: SMALL + 0.2 });
    const bar = { x: column.x + width + 4, y: column.y + 2.4, height: BAR.height };
    sheet.box({ ...bar, width: BAR.width }, WASH);
    sheet.box({ ...bar, width: Math.max(1.2, BAR.width * Math.min(1, Math.abs(each.log10) / FULL_BAR_LOG10)) }, about.colour);
    sheet.draw(
      sheet.lines(text(each.factor), { width: BAR.factor, size: SMALL }),
      { x: column.x + column.width - BAR.factor, y: column.y, width: BAR.factor },
      { size: SMALL, align: 'right' },
    );
    column.y += height;
  }
  if (about.more > 0) sheet.write(column, text(`and ${about.more} weaker`, { soft: true }), { size: SMALL });
}

function drawCause(sheet: Sheet, column: Column, cause: CauseFigure): void {
  sheet.room(column, 60);
  const chance = [...text(cause.probabilityWords, { bold: true }), ...text(`  (${cause.intervalWords})`, { soft: true })];
  const right = 130;
  sheet.draw(
    sheet.lines(chance, { width: right, size: LEAD }),
    { x: column.x + column.width - right, y: column.y, width: right },
    { size: LEAD, align: 'right' },
  );
  const left: Column = { x: column.x, width: column.width - right, y: column.y };
  sheet.write(left, [...text(`${cause.rank}. ${cause.label}`, { bold: true }), ...text(`  ${cause.mechanism}`, { soft: true })], {
    size: LEAD,
    after: 1,
  });
  column.y = left.y;
  sheet.box({ x: column.x, y: column.y, width: column.width, height: 5.5 }, WASH);
  const [low, high] = cause.interval;
  sheet.box(
    { x: column.x + low * column.width, y: column.y + 1, width: Math.max(0.8, (high - low) * column.width), height: 3.5 },
    '#9aa9b7',
  );
  sheet.box({ x: column.x + Math.min(0.997, cause.probability) * column.width, y: column.y - 1, width: 1.8, height: 7.5 }, INK);
  column.y += 8;
  const half = (column.width - 16) / 2;
  const page = sheet.pages;
  const one: Column = { x: column.x, width: half, y: column.y };
  drawBars(sheet, one, { title: 'Speaks for', items: cause.speaksFor, more: cause.moreFor, colour: FOR });
  // a list that ran over the page: the other side begins where it ended, so that neither is written over
  const two: Column = { x: column.x + half + 16, width: half, y: sheet.pages === page ? column.y : one.y };
  const before = sheet.pages;
  drawBars(sheet, two, { title: 'Speaks against', items: cause.speaksAgainst, more: cause.moreAgainst, colour: AGAINST });
  column.y = (sheet.pages === before ? Math.max(one.y, two.y) : two.y) + 5;
}

function drawList(sheet: Sheet, column: Column, block: Extract<Block, { kind: 'list' }>): void {
  block.items.forEach((words, index) => {
    sheet.room(column, BODY * 1.3);
    sheet.draw(
      sheet.lines(text(block.ordered ? `${index + 1}.` : '•'), { width: 14, size: BODY }),
      { x: column.x + 2, y: column.y, width: 14 },
      { size: BODY },
    );
    sheet.write(column, words, { size: BODY, indent: 14, after: 1 });
  });
}

function drawReferences(sheet: Sheet, column: Column, block: Extract<Block, { kind: 'references' }>): void {
  block.items.forEach((each, index) => {
    const where = [each.doi && `doi:${each.doi}`, each.pmid && `PMID ${each.pmid}`].filter(Boolean).join(' ');
    sheet.write(column, [...text(`[${index + 1}] `, { soft: true }), ...text(`${each.citation} ${where}`)], { size: SMALL, after: 1 });
  });
}

function drawParagraph(sheet: Sheet, column: Column, block: Extract<Block, { kind: 'paragraph' }>): void {
  const size = block.size === 'lead' ? LEAD : block.size === 'small' ? SMALL : BODY;
  sheet.write(column, block.words, { size, colour: block.size === 'small' ? SOFT : INK });
}

/** One painter for every kind of block: a kind without one does not compile. */
const PAINTERS: { readonly [Kind in Block['kind']]: (sheet: Sheet, column: Column, block: Extract<Block, { kind: Kind }>) => void } = {
  heading: drawHeading,
  paragraph: drawParagraph,
  list: drawList,
  reasons: (sheet, column, block) => drawReasons(sheet, column, block.items),
  table: drawTable,
  cause: (sheet, column, block) => drawCause(sheet, column, block.cause),
  references: drawReferences,
};

export function drawBlocks(sheet: Sheet, column: Column, blocks: readonly Block[]): void {
  for (const block of blocks) (PAINTERS[block.kind] as (sheet: Sheet, column: Column, block: Block) => void)(sheet, column, block);
}

export { BODY, LEAD, SMALL };
