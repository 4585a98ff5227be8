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
  for (const line of lines) strokeLine(raster, { ...line, colour: [0, 0, 0], widthPx: 4, share: 0.7, frame: view.frame });
  for (const line of lines) strokeLine(raster, { ...line, colour, widthPx: 1.8, frame: view.frame });
}

/** A lesion's number or its group's name, to be set near it. `radiusPx` keeps the label off the lesion. */
export interface MarkLabel {
  readonly text: string;
  readonly heightPx: number;
  readonly at: Place;
  readonly radiusPx: number;
  readonly colour: Colour;
  /** Set further off, and in need over a lesion, rather than left out. */
  readonly needed: boolean;
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

const SHADE = 0.6;

/** Darkens the ground of a label: it reads on bone, in colour and in grey. */
function shade(raster: Raster, box: Frame, frame: Frame): void {
  const right = Math.min(frame.left + frame.width, Math.ceil(box.left + box.width));
  const bottom = Math.min(frame.top + frame.height, Math.ceil(box.top + box.height));
  for (let y = Math.max(frame.top, Math.floor(box.top)); y < bottom; y++)
    for (let at = 3 * (y * raster.width + Math.max(frame.left, Math.floor(box.left))); at < 3 * (y * raster.width + right); at++)
      raster.rgb[at] = Math.round(raster.rgb[at] * (1 - SHADE));
}

/** How far off a label stands: close by; a needed one also further away. */
const RINGS = [1, 2.5, 4] as const;

const inside = (box: Frame, frame: Frame): boolean =>
  box.left >= frame.left &&
  box.top >= frame.top &&
  box.left + box.width <= frame.left + frame.width &&
  box.top + box.height <= frame.top + frame.height;

/** The boxes in which a label may stand, best first. */
function boxesOf(label: MarkLabel): Frame[] {
  const { at, radiusPx, heightPx } = label;
  const width = textWidth(label.text, heightPx);
  return RINGS.slice(0, label.needed ? RINGS.length : 1).flatMap((ring) =>
    DIRECTIONS.map(([dx, dy]) => {
      const near = (radiusPx + GAP_PX) * ring;
      const x = at.x + dx * (near * (dy ? 0.75 : 1) + width / 2);
      const y = at.y + dy * (near * (dx ? 0.75 : 1) + heightPx / 2);
      return { left: x - width / 2 - 2, top: y - heightPx / 2 - 2, width: width + 4, height: heightPx + 4 };
    }),
  );
}

/** Labels beside their lesions, in the first place that is free; a number without one is left out, a needed name never. */
export function drawLabels(raster: Raster, view: PanelView, labels: readonly MarkLabel[], most: number): void {
  // a label never lies on a lesion
  const lesions: Frame[] = labels.map(({ at, radiusPx }) => {
    const reach = Math.min(radiusPx, MOST_KEPT_FREE_PX);
    return { left: at.x - reach, top: at.y - reach, width: 2 * reach, height: 2 * reach };
  });
  const written: Frame[] = [];
  const free = (box: Frame, taken: readonly Frame[]): boolean => inside(box, view.frame) && !taken.some((each) => overlap(each, box));
  for (const label of labels.slice(0, most)) {
    const boxes = boxesOf(label);
    const box =
      boxes.find((each) => free(each, lesions) && free(each, written)) ??
      (label.needed ? (boxes.find((each) => free(each, written)) ?? boxes.find((each) => inside(each, view.frame))) : undefined);
    if (!box) continue;
    written.push(box);
    shade(raster, box, view.frame);
    const { text, heightPx, colour } = label;
    drawText(raster, text, { at: { x: box.left + 2, y: box.top + 2 }, heightPx, colour, frame: view.frame });
  }
}
