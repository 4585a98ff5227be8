import type { Block } from '../view/index.ts';
import { type Column, LINE, PAGE, type Sheet, SOFT, text } from './sheet.ts';
import type { Line } from './text.ts';

const SIZES = { small: 7.8, dense: 6.1 } as const;
const GAP = 5;
const PAD = 1.6;

/** A table over as many pages as it needs, its head on each of them. */
export function drawTable(sheet: Sheet, column: Column, block: Extract<Block, { kind: 'table' }>): void {
  const size = SIZES[block.size];
  const total = block.columns.reduce((sum, each) => sum + (each.width ?? 1), 0);
  const widths = block.columns.map((each) => ((each.width ?? 1) / total) * column.width - GAP);
  const height = (cells: readonly (readonly Line[])[]): number => Math.max(...cells.map((each) => sheet.heightOf(each, size))) + 2 * PAD;
  const drawRow = (cells: readonly (readonly Line[])[], colour?: string): void => {
    let x = column.x;
    cells.forEach((lines, index) => {
      sheet.draw(
        lines,
        { x, y: column.y + PAD, width: widths[index] },
        { size, colour, align: block.columns[index].numeric ? 'right' : 'left' },
      );
      x += widths[index] + GAP;
    });
    column.y += height(cells);
    sheet.rule({ x: column.x, y: column.y - 0.5, width: column.width }, LINE, 0.5);
  };
  const head = block.columns.map((each, index) => sheet.lines(text(each.title, { bold: true }), { width: widths[index], size }));
  if (block.caption) {
    sheet.room(column, size * 6);
    sheet.write(column, text(block.caption, { soft: true }), { size: size + 0.6, after: 0 });
  }
  sheet.room(column, height(head) * 2);
  drawRow(head, SOFT);
  for (const row of block.rows) {
    const cells = row.map((words, index) => sheet.lines(words, { width: widths[index], size }));
    if (column.y + height(cells) > PAGE.height - PAGE.bottom && height(cells) < PAGE.height - PAGE.top - PAGE.bottom) {
      sheet.room(column, PAGE.height);
      drawRow(head, SOFT);
    }
    drawRow(cells);
  }
  column.y += 4;
}
