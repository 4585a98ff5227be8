import { drawText, textWidth } from './lettering.ts';
import type { Plane } from './plane.ts';
import { type Colour, type Frame, type Place, type Raster, strokeLine } from './raster.ts';

/** Grey window as viewers name it: width and level, HU. */
export interface GreyWindow {
  readonly widthHu: number;
  readonly levelHu: number;
}

/** A plane seen through a frame: which sample stands in the middle, and how large a millimetre is. */
export interface PanelView {
  readonly plane: Plane;
  readonly frame: Frame;
  /** Sample coordinates, centres at whole numbers. */
  readonly centre: Place;
  readonly pxPerMm: number;
}

const INK: Colour = [235, 235, 235];

/** Sample coordinates -> picture coordinates. */
export const toPixel = (view: PanelView, at: Place): Place => ({
  x: view.frame.left + view.frame.width / 2 + (at.x - view.centre.x) * view.plane.spacingMm.x * view.pxPerMm,
  y: view.frame.top + view.frame.height / 2 + (at.y - view.centre.y) * view.plane.spacingMm.y * view.pxPerMm,
});

/** The plane in grey, bilinear between samples, black outside. */
export function drawGrey(raster: Raster, view: PanelView, window: GreyWindow): void {
  const { plane, frame, centre, pxPerMm } = view;
  const low = window.levelHu - window.widthHu / 2;
  const scale = 255 / window.widthHu;
  const stepX = 1 / (pxPerMm * plane.spacingMm.x);
  const stepY = 1 / (pxPerMm * plane.spacingMm.y);
  for (let row = 0; row < frame.height; row++) {
    const y = centre.y + (row + 0.5 - frame.height / 2) * stepY;
    if (y < -0.5 || y > plane.height - 0.5) continue;
    const y0 = Math.min(plane.height - 1, Math.max(0, Math.floor(y)));
    const y1 = Math.min(plane.height - 1, y0 + 1);
    const fy = Math.min(1, Math.max(0, y - y0));
    for (let columnPx = 0; columnPx < frame.width; columnPx++) {
      const x = centre.x + (columnPx + 0.5 - frame.width / 2) * stepX;
      if (x < -0.5 || x > plane.width - 0.5) continue;
      const x0 = Math.min(plane.width - 1, Math.max(0, Math.floor(x)));
      const x1 = Math.min(plane.width - 1, x0 + 1);
      const fx = Math.min(1, Math.max(0, x - x0));
      const upper = plane.hu[y0 * plane.width + x0] * (1 - fx) + plane.hu[y0 * plane.width + x1] * fx;
      const lower = plane.hu[y1 * plane.width + x0] * (1 - fx) + plane.hu[y1 * plane.width + x1] * fx;
      const grey = Math.min(255, Math.max(0, Math.round((upper * (1 - fy) + lower * fy - low) * scale)));
      const offset = 3 * ((frame.top + row) * raster.width + frame.left + columnPx);
      raster.rgb[offset] = grey;
      raster.rgb[offset + 1] = grey;
      raster.rgb[offset + 2] = grey;
    }
  }
}

const MARGIN_PX = 8;

/** The letters of the four sides, so that nobody has to guess which way the patient lies. */
export function drawSides(raster: Raster, view: PanelView, heightPx: number): void {
  const { frame } = view;
  const { sides } = view.plane;
  const style = { heightPx, colour: INK, frame };
  const middleX = frame.left + frame.width / 2;
  const middleY = frame.top + frame.height / 2 - heightPx / 2;
  drawText(raster, sides.left, { ...style, at: { x: frame.left + MARGIN_PX, y: middleY } });
  drawText(raster, sides.right, {
    ...style,
    at: { x: frame.left + frame.width - MARGIN_PX - textWidth(sides.right, heightPx), y: middleY },
  });
  drawText(raster, sides.top, { ...style, at: { x: middleX - textWidth(sides.top, heightPx) / 2, y: frame.top + MARGIN_PX } });
  drawText(raster, sides.bottom, {
    ...style,
    at: { x: middleX - textWidth(sides.bottom, heightPx) / 2, y: frame.top + frame.height - MARGIN_PX - heightPx },
  });
}

const BAR_LENGTHS_MM = [2, 5, 10, 20, 50, 100] as const;
const BAR_SHARE = 0.34;

/** A bar of a round length, at most a third of the frame, lower left. */
export function drawScaleBar(raster: Raster, view: PanelView, heightPx: number): void {
  const { frame, pxPerMm } = view;
  const room = (frame.width * BAR_SHARE) / pxPerMm;
  const lengthMm = BAR_LENGTHS_MM.findLast((each) => each <= room) ?? BAR_LENGTHS_MM[0];
  const text = lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`;
  const y = frame.top + frame.height - MARGIN_PX - 2;
  const from = { x: frame.left + MARGIN_PX + 2, y };
  const to = { x: from.x + lengthMm * pxPerMm, y };
  strokeLine(raster, { from, to, colour: [0, 0, 0], widthPx: 7, share: 0.6, frame });
  strokeLine(raster, { from, to, colour: INK, widthPx: 3, frame });
  drawText(raster, text, { at: { x: from.x, y: y - heightPx - 8 }, heightPx, colour: INK, frame });
}

const BODY_HU = -500;
const PAD_MM = 6;

/** The samples that hold body, with a margin; the whole plane when none does. */
export function bodyBox(plane: Plane): { centre: { x: number; y: number }; widthMm: number; heightMm: number } {
  let [left, right, top, bottom] = [plane.width, -1, plane.height, -1];
  for (let y = 0, at = 0; y < plane.height; y++)
    for (let x = 0; x < plane.width; x++, at++) {
      if (plane.hu[at] < BODY_HU) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  if (right < 0) [left, right, top, bottom] = [0, plane.width - 1, 0, plane.height - 1];
  return {
    centre: { x: (left + right) / 2, y: (top + bottom) / 2 },
    widthMm: (right - left + 1) * plane.spacingMm.x + 2 * PAD_MM,
    heightMm: (bottom - top + 1) * plane.spacingMm.y + 2 * PAD_MM,
  };
}
