import { toBytes } from 'pdfkit/output';
import type { KeyImage } from '../keyimage/index.ts';
import { FRONT_DETAILS, type ReportView } from '../view/index.ts';
import { BODY, drawBlocks, LEAD, SMALL } from './blocks.ts';
import { type FontShelf, type Fonts, openFonts } from './fonts.ts';
import { ALERT, type Column, FOR, LINE, PAGE, Sheet, SOFT, text, WASH } from './sheet.ts';

const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const LEFT_SHARE = 0.62;
const GUTTER = 16;
const LABEL_WIDTH = 222;
const CAPTION = 6.6;
const IMAGE_MOST_HIGH = 228;

function drawTop(sheet: Sheet, column: Column, view: ReportView): void {
  sheet.draw(
    sheet.lines(text(view.title, { bold: true }), { width: WIDTH - LABEL_WIDTH, size: 14 }),
    { x: column.x, y: column.y, width: WIDTH },
    { size: 14 },
  );
  const label = sheet.lines(text(view.label, { bold: true }), { width: LABEL_WIDTH - 8, size: SMALL });
  sheet.doc
    .rect(column.x + WIDTH - LABEL_WIDTH, column.y + 1, LABEL_WIDTH, sheet.heightOf(label, SMALL) + 6)
    .lineWidth(0.7)
    .stroke();
  sheet.draw(label, { x: column.x + WIDTH - LABEL_WIDTH + 5, y: column.y + 4, width: LABEL_WIDTH }, { size: SMALL });
  column.y += 24;
  sheet.rule({ x: column.x, y: column.y, width: WIDTH }, LINE);
  column.y += 4;
  const short = view.identity.filter((each) => !each.long);
  const words = short.flatMap(({ name, value }, index) => [
    ...text(`${index ? '\u00A0\u00A0 ' : ''}${name} `, { soft: true }),
    ...text(value, { bold: true }),
  ]);
  sheet.write(column, words, { size: 7.8, after: 1 });
  for (const { name, value } of view.identity.filter((each) => each.long))
    sheet.write(column, [...text(`${name} `, { soft: true }), ...text(value)], { size: 7.8, after: 1 });
  column.y += 2;
  sheet.rule({ x: column.x, y: column.y, width: WIDTH }, LINE);
  column.y += 5;
}

function drawGates(sheet: Sheet, column: Column, view: ReportView): void {
  if (!view.gates.length) return;
  const start = column.y;
  const inner: Column = { x: column.x + 9, width: column.width - 12, y: column.y };
  sheet.write(inner, text('NOT TO BE MISSED', { bold: true }), { size: 7.6, colour: ALERT, after: 1 });
  for (const each of view.gates)
    sheet.write(
      inner,
      [...text(`${each.title}`, { bold: true }), ...text(`, ${each.urgency}: ${each.action} `), ...text(`(${each.why})`, { soft: true })],
      {
        size: BODY,
      },
    );
  sheet.box({ x: column.x, y: start, width: 3, height: inner.y - start }, ALERT);
  column.y = inner.y + 4;
}

function drawImpression(sheet: Sheet, column: Column, view: ReportView): void {
  const inner = (): Column => ({ x: column.x + 9, width: column.width - 15, y: column.y + 5 });
  const write = (into: Column): void => {
    sheet.write(into, text('IMPRESSION', { bold: true }), { size: 7.6, colour: FOR, after: 0 });
    drawBlocks(sheet, into, view.impression);
  };
  // written once for its height, then over its ground
  const page = sheet.pages;
  const first = inner();
  write(first);
  if (sheet.pages === page) {
    sheet.box({ x: column.x, y: column.y, width: column.width, height: first.y - column.y + 3 }, WASH);
    sheet.box({ x: column.x, y: column.y, width: 3, height: first.y - column.y + 3 }, FOR);
    write(inner());
  }
  column.y = first.y + 5;
}

/** Height of the rule and the disclaimer below everything. */
const CLOSING = 34;

/** Pictures one below the other; those beyond the first few only where they end above `limit`. */
function drawImages(
  sheet: Sheet,
  column: Column,
  pictures: { first: readonly KeyImage[]; more: readonly KeyImage[]; limit: number },
): void {
  const { first, more, limit } = pictures;
  const draw = (image: KeyImage, optional: boolean): boolean => {
    const scale = Math.min(column.width / image.width, IMAGE_MOST_HIGH / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    const caption = [...text(`${image.title}. `, { bold: true }), ...text(image.caption, { soft: true })];
    const below = sheet.heightOf(sheet.lines(caption, { width: column.width, size: CAPTION }), CAPTION);
    if (optional && column.y + height + 2 + below > limit) return false;
    sheet.box({ x: column.x, y: column.y, width: column.width, height }, '#000000');
    sheet.doc.image(image.png as unknown as ArrayBuffer, column.x + (column.width - width) / 2, column.y, { width, height });
    column.y += height + 2;
    sheet.write(column, caption, { size: CAPTION, after: 6 });
    return true;
  };
  for (const image of first) draw(image, false);
  more.every((image) => draw(image, true));
  if (!first.length) sheet.write(column, text('No picture could be drawn.', { soft: true }), { size: BODY });
}

/** The first page. @returns whether it fitted on one. */
function drawFront(sheet: Sheet, view: ReportView, last: boolean): boolean {
  const top: Column = { x: PAGE.left, width: WIDTH, y: PAGE.top };
  drawTop(sheet, top, view);
  drawGates(sheet, top, view);
  const leftWidth = view.images ? WIDTH * LEFT_SHARE - GUTTER / 2 : WIDTH;
  const left: Column = { x: PAGE.left, width: leftWidth, y: top.y };
  drawImpression(sheet, left, view);
  drawBlocks(sheet, left, view.body);
  // what is written over a page is thrown away, unless nothing shorter is left
  if (sheet.pages > 1 && !last) return false;
  const right: Column = { x: PAGE.left + leftWidth + GUTTER, width: WIDTH - leftWidth - GUTTER, y: top.y };
  const limit = view.below.length ? left.y : PAGE.height - PAGE.bottom - CLOSING;
  if (view.images) drawImages(sheet, right, { first: view.images, more: view.moreImages, limit });
  const below: Column = { x: PAGE.left, width: WIDTH, y: Math.max(left.y, right.y) };
  drawBlocks(sheet, below, view.below);
  below.y += 4;
  sheet.room(below, 2 * LEAD);
  sheet.rule({ x: below.x, y: below.y, width: WIDTH });
  below.y += 3;
  sheet.write(below, text(view.disclaimer), { size: SMALL - 0.4 });
  return sheet.pages === 1;
}

/** What every page says at its foot. */
function drawFeet(sheet: Sheet, view: ReportView): void {
  const { count } = sheet.doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    sheet.doc.switchToPage(page);
    const y = PAGE.height - 26;
    sheet.draw(
      sheet.lines(text(`${view.label} · ${view.made}`), { width: WIDTH - 40, size: 6.4 }).slice(0, 1),
      { x: PAGE.left, y, width: WIDTH },
      { size: 6.4, colour: SOFT },
    );
    sheet.draw(
      sheet.lines(text(`${page + 1}/${count}`), { width: 40, size: 6.4 }),
      { x: PAGE.left + WIDTH - 40, y, width: 40 },
      { size: 6.4, colour: SOFT, align: 'right' },
    );
  }
}

/** Every character that the report may show, once. */
const charactersOf = (view: ReportView): string => {
  const seen = new Set<string>('0123456789/·•.…[]×÷');
  for (const letter of JSON.stringify({
    ...view,
    images: [...(view.images ?? []), ...view.moreImages].map(({ title, caption }) => ({ title, caption })),
    moreImages: [],
  }))
    seen.add(letter);
  for (const letter of JSON.stringify(view.below).toUpperCase()) seen.add(letter);
  return [...seen].join('');
};

function drawn(fonts: Fonts, viewAt: (level: number) => ReportView, made: Date): { sheet: Sheet; view: ReportView } {
  // measured once for all tries
  const widths = new Map<string, number>();
  for (let level = 0; ; level++) {
    const view = viewAt(level);
    const sheet = new Sheet(fonts, { title: view.title, made, widths });
    const last = level >= FRONT_DETAILS.length - 1;
    if (drawFront(sheet, view, last) || last) return { sheet, view };
    sheet.doc.end();
  }
}

/**
 * The whole document as bytes.
 * @param viewAt what is said, from all to the least (see `FRONT_DETAILS`)
 * @param made the file's date
 */
export async function drawPdf(viewAt: (level: number) => ReportView, made: Date, shelf: FontShelf): Promise<Uint8Array> {
  const fonts = await openFonts(shelf, charactersOf(viewAt(0)));
  const { sheet, view } = drawn(fonts, viewAt, made);
  sheet.doc.addPage();
  drawBlocks(sheet, { x: PAGE.left, width: WIDTH, y: PAGE.top }, view.appendix);
  drawFeet(sheet, view);
  sheet.doc.end();
  return toBytes(sheet.doc);
}
