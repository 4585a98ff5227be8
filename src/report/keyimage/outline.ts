import type { Place } from './raster.ts';

/** A flat mask: 1 inside; `width * height` values, row by row. */
export interface FlatMask {
  readonly width: number;
  readonly height: number;
  readonly inside: Uint8Array;
}

/** How far from the inner sample the line runs, in samples: beyond the half, so that it frames the edge and hides none of it. */
const REACH = 0.75;

/**
 * The edge of a mask as short lines in sample coordinates (sample centres at whole numbers): marching squares on two
 * levels. Saddles are read as two separate corners.
 */
export function outline(mask: FlatMask): { from: Place; to: Place }[] {
  const { width, height, inside } = mask;
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 0 : inside[y * width + x]);
  const lines: { from: Place; to: Place }[] = [];
  for (let y = -1; y < height; y++)
    for (let x = -1; x < width; x++) {
      const [a, b, c, d] = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
      const code = a + 2 * b + 4 * c + 8 * d;
      if (code === 0 || code === 15) continue;
      const between = (one: number): number => (one ? REACH : 1 - REACH);
      const top = { x: x + between(a), y };
      const right = { x: x + 1, y: y + between(b) };
      const bottom = { x: x + between(d), y: y + 1 };
      const left = { x, y: y + between(a) };
      const push = (from: Place, to: Place): void => void lines.push({ from, to });
      if (code === 5 || code === 10) {
        if (code === 5) {
          push(left, top);
          push(right, bottom);
        } else {
          push(top, right);
          push(bottom, left);
        }
      } else if (code === 1 || code === 14) push(left, top);
      else if (code === 2 || code === 13) push(top, right);
      else if (code === 4 || code === 11) push(right, bottom);
      else if (code === 8 || code === 7) push(bottom, left);
      else if (code === 3 || code === 12) push(left, right);
      else push(top, bottom);
    }
  return lines;
}
