/** An RGB picture that is drawn into; x runs right, y down, pixel (0, 0) has its centre at (0.5, 0.5). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 3 bytes per pixel. */
  readonly rgb: Uint8Array;
}

export type Colour = readonly [number, number, number];
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where drawing is allowed: a panel of the picture. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const createRaster = (size: { width: number; height: number }): Raster => ({
  ...size,
  rgb: new Uint8Array(size.width * size.height * 3),
});

function blend(raster: Raster, offset: number, colour: Colour, share: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const under = raster.rgb[offset + channel];
    raster.rgb[offset + channel] = Math.round(under + (colour[channel] - under) * share);
  }
}

/** A line with round ends and soft edges, clipped to the frame. */
export function strokeLine(
  raster: Raster,
  line: { from: Place; to: Place; colour: Colour; widthPx: number; share?: number; frame: Frame },
): void {
  const { from, to, colour, widthPx, frame } = line;
  const reach = widthPx / 2 + 1;
  const left = Math.max(frame.left, Math.floor(Math.min(from.x, to.x) - reach));
  const right = Math.min(frame.left + frame.width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(frame.top, Math.floor(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(frame.top + frame.height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const square = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      const away = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
      const cover = Math.min(1, widthPx / 2 + 0.5 - away);
      if (cover > 0) blend(raster, 3 * (y * raster.width + x), colour, cover * (line.share ?? 1));
    }
}
