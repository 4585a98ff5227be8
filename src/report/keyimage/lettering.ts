import { type Colour, type Frame, type Place, type Raster, strokeLine } from './raster.ts';

/**
 * Letters as pen strokes on a cell 4 wide and 6 high, y down; pairs of digits are points, a space lifts the pen. Drawn
 * here so that the pictures need no font and are the same everywhere. Only what the pictures say is in it.
 */
const STROKES: Readonly<Record<string, string>> = {
  '0': '10 01 05 16 36 45 41 30 10',
  '1': '02 20 26',
  '2': '01 10 30 41 42 06 46',
  '3': '01 10 30 41 42 33 13_33 44 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 03 33 44 45 36 06',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '10 01 02 13 33 44 45 36 16 05 04 13_33 42 41 30 10',
  '9': '43 13 02 01 10 30 41 44 26 06',
  A: '06 20 46_14 34',
  F: '40 00 06_03 33',
  H: '00 06_40 46_03 43',
  L: '00 06 46',
  P: '06 00 30 41 42 33 03',
  R: '06 00 30 41 42 33 03_23 46',
  c: '43 12 03 05 16 45',
  m: '06 02_03 12 23 26_23 32 43 46',
};

const CELL_WIDTH = 4;
const CELL_HEIGHT = 6;
const ADVANCE = 5.6;
const HALO: Colour = [0, 0, 0];

const pointsOf = (stroke: string): Place[] => stroke.split(' ').map((pair) => ({ x: Number(pair[0]), y: Number(pair[1]) }));

/** Width of a line of text whose capitals are `heightPx` high. */
export const textWidth = (text: string, heightPx: number): number =>
  text.length === 0 ? 0 : ((text.length - 1) * ADVANCE + CELL_WIDTH) * (heightPx / CELL_HEIGHT);

/** Draws text with its upper left corner at `at`, over a dark halo so that it reads on white and on black. */
export function drawText(raster: Raster, text: string, style: { at: Place; heightPx: number; colour: Colour; frame: Frame }): void {
  const unit = style.heightPx / CELL_HEIGHT;
  const pen = Math.max(1.4, style.heightPx / 8);
  const lines: { from: Place; to: Place }[] = [];
  [...text].forEach((letter, index) => {
    for (const stroke of (STROKES[letter] ?? '').split('_').filter(Boolean)) {
      const points = pointsOf(stroke).map(({ x, y }) => ({
        x: style.at.x + (index * ADVANCE + x) * unit,
        y: style.at.y + y * unit,
      }));
      for (let i = 1; i < points.length; i++) lines.push({ from: points[i - 1], to: points[i] });
    }
  });
  for (const line of lines) strokeLine(raster, { ...line, colour: HALO, widthPx: pen + 3, share: 0.55, frame: style.frame });
  for (const line of lines) strokeLine(raster, { ...line, colour: style.colour, widthPx: pen, frame: style.frame });
}
