import PDFDocument from 'pdfkit';
import type { Span, Words } from '../view/index.ts';
import type { Fonts } from './fonts.ts';
import { type Line, layout, type Measure, RIGHT_TO_LEFT } from './text.ts';

export const INK = '#14202b';
export const SOFT = '#526170';
export const LINE = '#d7dee5';
export const WASH = '#f3f6f9';
export const FOR = '#0072b2';
export const AGAINST = '#b34a00';
export const ALERT = '#8a1c1c';

/** A4 in points, with margins. */
export const PAGE = { width: 595.28, height: 841.89, left: 34, right: 34, top: 30, bottom: 44 } as const;
const LEADING = 1.3;
/** Baseline below the top of a line, share of the size: the ascent of the main font within its leading. */
const BASELINE = 0.98;

/** pdfkit shapes word by word and keeps what it shaped, unless features are named; then it takes the whole run, as right-to-left text needs. */
const shaping = (of: string): { features?: [] } => (RIGHT_TO_LEFT.test(of) ? { features: [] } : {});

export interface TextStyle {
  readonly size: number;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
}

/** A place to write: x and width of a column, y of the next line. */
export interface Column {
  readonly x: number;
  readonly width: number;
  y: number;
}

/** The document being written: text, boxes, and new pages when one is full. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  private readonly fonts: Fonts;
  private readonly measure: Measure;
  private readonly widths: Map<string, number>;

  constructor(fonts: Fonts, info: { title: string; made: Date; widths: Map<string, number> }) {
    this.fonts = fonts;
    this.widths = info.widths;
    this.doc = new PDFDocument({
      size: 'A4',
      // none of the built-in fonts: a page's build has no files of them, and all of ours are embedded
      font: '',
      margin: 0,
      pdfVersion: '1.7',
      lang: 'en',
      displayTitle: true,
      bufferPages: true,
      info: { Title: info.title, Producer: 'Calcimap', Creator: 'Calcimap', CreationDate: info.made },
    });
    for (const font of fonts.all) this.doc.registerFont(font.name, font.bytes as unknown as ArrayBuffer);
    this.measure = (text, { face, size }) => {
      const key = `${face} ${text}`;
      const known = this.widths.get(key);
      if (known !== undefined) return known * size;
      const width = this.doc.font(face).fontSize(1).widthOfString(text, shaping(text));
      this.widths.set(key, width);
      return width * size;
    };
  }

  get pages(): number {
    return this.doc.bufferedPageRange().count;
  }

  lines(words: Words, about: { width: number; size: number }): Line[] {
    return layout(words, { ...about, fonts: this.fonts, measure: this.measure });
  }

  heightOf(lines: readonly Line[], size: number): number {
    return lines.length * size * LEADING;
  }

  /** Draws laid-out lines with their top left corner at (x, y). */
  draw(lines: readonly Line[], at: { x: number; y: number; width: number }, style: TextStyle): void {
    lines.forEach((line, index) => {
      let x = style.align === 'right' ? at.x + at.width - line.width : at.x;
      const y = at.y + index * style.size * LEADING + style.size * BASELINE;
      for (const run of line.runs) {
        const colour = run.span.soft ? SOFT : (style.colour ?? INK);
        this.doc.font(run.face).fontSize(style.size).fillColor(colour);
        this.doc.text(run.text, x, y, { lineBreak: false, baseline: 'alphabetic', ...shaping(run.text) });
        x += this.measure(run.text, { face: run.face, size: style.size });
      }
    });
  }

  /** A new page when fewer than `height` points are left. */
  room(column: Column, height: number): void {
    if (column.y + height <= PAGE.height - PAGE.bottom) return;
    this.doc.addPage();
    column.y = PAGE.top;
  }

  /** A paragraph in a column, line by line over pages. */
  write(column: Column, words: Words, style: TextStyle & { indent?: number; after?: number }): void {
    const indent = style.indent ?? 0;
    const width = column.width - indent;
    for (const line of this.lines(words, { width, size: style.size })) {
      this.room(column, style.size * LEADING);
      this.draw([line], { x: column.x + indent, y: column.y, width }, style);
      column.y += style.size * LEADING;
    }
    column.y += style.after ?? 2;
  }

  rule(at: { x: number; y: number; width: number }, colour: string = INK, thickness = 0.7): void {
    this.doc.rect(at.x, at.y, at.width, thickness).fill(colour);
  }

  box(at: { x: number; y: number; width: number; height: number }, colour: string): void {
    this.doc.rect(at.x, at.y, at.width, at.height).fill(colour);
  }
}

export const text = (of: string, style: Omit<Span, 'text'> = {}): Words => [{ text: of, ...style }];
