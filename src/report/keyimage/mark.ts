import { drawText, textWidth } from './lettering.ts';
import { type FlatMask, outline } from './outline.ts';
import { type PanelView, toPixel } from './panel.ts';
import { type Colour, type Frame, type Place, type Raster, strokeLine } from './raster.ts';

export type { Colour } from './raster.ts';

/** Okabe & Ito's palette without its darkest members: told apart on grey and with any colour vision. */
const PALETTE: readonly Colour[] = [
  [230, 159, 0],
  [86, 180, 233],
  [240, 228, 66],
  [204, 121, 167],
  [0, 190, 140],
  [235, 110, 40],
];
const EXPECTED_COLOUR: Colour = [190, 190, 190];

export const colourOfGroup = (about: { index: number; expected: boolean }): Colour =>
  about.expected ? EXPECTED_COLOUR : PALETTE[about.index % PALETTE.length];

/** The edge of a mask, framed in the group's colour. */
export function drawOutline(raster: Raster, view: PanelView, mask: FlatMask, colour: Colour): void {
  const lines = outline(mask).map(({ from, to }) => ({ from: toPixel(view, from), to: toPixel(view, to) }));
  for (const line of lines) strokeLine(raster, { ...line, colour: [0, 0, 0], widthPx: 3.4, share: 0.5, frame: view.frame });
  for (const line of lines) strokeLine(raster, { ...line, colour, widthPx: 1.8, frame: view.frame });
}

/** A lesion's number, to be set near it. `radiusPx` keeps the label off the lesion. */
export interface NumberLabel {
  readonly text: string;
  readonly at: Place;
  readonly radiusPx: number;
  readonly colour: Colour;
}

const DIRECTIONS = [
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [0, 1],
] as const;
const GAP_PX = 6;
/** A sheet's middle may be bare: only so much about it is kept free of numbers. */
const MOST_KEPT_FREE_PX = 24;

const overlap = (a: Frame, b: Frame): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

/** Numbers beside their lesions: the first of eight places that is free; a number without a free place is left out. */
export function drawNumbers(
  raster: Raster,
  view: PanelView,
  labels: readonly NumberLabel[],
  size: { heightPx: number; most: number },
): void {
  const { heightPx, most } = size;
  // the lesions themselves are taken too: a number never lies on one
  const taken: Frame[] = labels.map(({ at, radiusPx }) => {
    const reach = Math.min(radiusPx, MOST_KEPT_FREE_PX);
    return { left: at.x - reach, top: at.y - reach, width: 2 * reach, height: 2 * reach };
  });
  for (const label of labels.slice(0, most)) {
    const width = textWidth(label.text, heightPx);
    for (const [dx, dy] of DIRECTIONS) {
      const near = label.radiusPx + GAP_PX;
      const centre = {
        x: label.at.x + dx * (near * (dy ? 0.75 : 1) + width / 2),
        y: label.at.y + dy * (near * (dx ? 0.75 : 1) + heightPx / 2),
      };
      const box = { left: centre.x - width / 2 - 2, top: centre.y - heightPx / 2 - 2, width: width + 4, height: heightPx + 4 };
      const { frame } = view;
      const within =
        box.left >= frame.left &&
        box.top >= frame.top &&
        box.left + box.width <= frame.left + frame.width &&
        box.top + box.height <= frame.top + frame.height;
      if (!within || taken.some((each) => overlap(each, box))) continue;
      taken.push(box);
      drawText(raster, label.text, { at: { x: box.left + 2, y: box.top + 2 }, heightPx, colour: label.colour, frame });
      break;
    }
  }
}
