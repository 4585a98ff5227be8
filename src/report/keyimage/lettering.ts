import { CELL, clusters, strokesOf } from './letters.ts';
import { type Colour, type Frame, type Place, type Raster, strokeLine } from './raster.ts';

/** From one letter to the next, in cell units. */
const ADVANCE = 5.6;
const HALO: Colour = [0, 0, 0];

/** Width of a line of text whose capitals are `heightPx` high. */
export const textWidth = (text: string, heightPx: number): number =>
  text.length === 0 ? 0 : ((text.length - 1) * ADVANCE + CELL.width) * (heightPx / CELL.height);

/** Draws text with its upper left corner at `at`, over a dark halo so that it reads on white and on black. */
export function drawText(raster: Raster, text: string, style: { at: Place; heightPx: number; colour: Colour; frame: Frame }): void {
  const unit = style.heightPx / CELL.height;
  const pen = Math.max(1.4, style.heightPx / 8);
  const lines: { from: Place; to: Place }[] = [];
  clusters(text).forEach((letter, index) => {
    for (const stroke of strokesOf(letter)) {
      const points = stroke.map(({ x, y }) => ({
        x: style.at.x + (index * ADVANCE + x) * unit,
        y: style.at.y + y * unit,
      }));
      for (let i = 1; i < points.length; i++) lines.push({ from: points[i - 1], to: points[i] });
    }
  });
  for (const line of lines) strokeLine(raster, { ...line, colour: HALO, widthPx: pen + 3, share: 0.55, frame: style.frame });
  for (const line of lines) strokeLine(raster, { ...line, colour: style.colour, widthPx: pen, frame: style.frame });
}
