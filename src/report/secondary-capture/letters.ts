import { CELL, type Colour, clusters, type Frame, type Place, type Raster, strokeLine, strokesOf } from '../keyimage/index.ts';

/** From one letter to the next, in cell units. */
const ADVANCE = 5.4;

export interface LetterStyle {
  /** Height of a capital. */
  readonly heightPx: number;
  readonly colour: Colour;
  readonly bold?: boolean;
}

export const lineWidth = (text: string, heightPx: number): number => clusters(text).length * ADVANCE * (heightPx / CELL.height);

/** Draws one line of text, upper left corner of its capitals at `at`. */
export function drawLine(raster: Raster, text: string, at: Place, style: LetterStyle): void {
  const unit = style.heightPx / CELL.height;
  const widthPx = Math.max(1.2, style.heightPx / (style.bold ? 5.8 : 8.5));
  const frame: Frame = { left: 0, top: 0, width: raster.width, height: raster.height };
  clusters(text).forEach((cluster, index) => {
    for (const stroke of strokesOf(cluster)) {
      const placed = stroke.map(({ x, y }) => ({ x: at.x + (index * ADVANCE + x) * unit, y: at.y + y * unit }));
      for (let n = 1; n < placed.length; n++)
        strokeLine(raster, { from: placed[n - 1], to: placed[n], colour: style.colour, widthPx, frame });
    }
  });
}

/** Words in lines no wider than given; a word that is wider than a line is broken. */
export function wrap(text: string, widthPx: number, heightPx: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (let word of paragraph.split(' ')) {
      if (line !== '' && lineWidth(`${line} ${word}`, heightPx) > widthPx) {
        lines.push(line);
        line = '';
      }
      while (lineWidth(word, heightPx) > widthPx) {
        const fits = Math.max(1, Math.floor(widthPx / (ADVANCE * (heightPx / CELL.height))));
        lines.push([...word].slice(0, fits).join(''));
        word = [...word].slice(fits).join('');
      }
      line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}
