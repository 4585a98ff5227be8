import type { Block, Column, Span, Words } from './types.ts';

export const plain = (text: string): Span => ({ text });
export const bold = (text: string): Span => ({ text, bold: true });
export const soft = (text: string): Span => ({ text, soft: true });

export const heading = (level: 1 | 2 | 3, text: string, note?: string): Block => ({ kind: 'heading', level, text, note });
export const paragraph = (...words: readonly Span[]): Block => ({ kind: 'paragraph', words });
export const small = (...words: readonly Span[]): Block => ({ kind: 'paragraph', words, size: 'small' });
export const list = (items: readonly Words[], ordered = false): Block => ({ kind: 'list', ordered, items });

type Cell = string | number | null | Words;
const cellWords = (cell: Cell): Words =>
  cell === null ? [soft('–')] : typeof cell === 'object' ? cell : [plain(typeof cell === 'number' ? String(cell) : cell)];

/** A table; null is a dash: not known. Without rows, a sentence that says so. */
export function table(about: {
  caption: string | null;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  size: 'small' | 'dense';
}): Block {
  if (!about.rows.length) return small(soft(`${about.caption}: none.`));
  return {
    kind: 'table',
    caption: about.caption,
    columns: about.columns,
    size: about.size,
    rows: about.rows.map((row) => row.map(cellWords)),
  };
}

export const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
