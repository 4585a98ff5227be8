import { describe, expect, it } from 'vitest';
import { measureSurface } from './index.ts';

const SIZE = [24, 20, 16] as const;
const SPACING = [0.5, 0.6, 0.8] as const;

/** Signed distance of a ball of radius 3 mm, positive inside, cut on the patch's grid. */
function field(radius: number): Float32Array {
  const out = new Float32Array(SIZE[0] * SIZE[1] * SIZE[2]);
  let at = 0;
  for (let k = 0; k < SIZE[2]; k++)
    for (let j = 0; j < SIZE[1]; j++)
      for (let i = 0; i < SIZE[0]; i++)
        out[at++] = radius - Math.hypot((i - 11.3) * SPACING[0], (j - 9.6) * SPACING[1], (k - 7.4) * SPACING[2]);
  return out;
}

describe('surface', () => {
  it('has the area, volume and diameter of a ball within 3 %', () => {
    const patch = { low: [0, 0, 0], size: SIZE, spacingMm: SPACING, gridSize: SIZE } as const;
    const surface = measureSurface(field(3), { patch, level: 0 });
    expect(Math.abs(surface.areaMm2 / (4 * Math.PI * 9) - 1)).toBeLessThan(0.03);
    expect(Math.abs(surface.volumeMm3 / (36 * Math.PI) - 1)).toBeLessThan(0.03);
    expect(Math.abs(surface.longestMm - 6)).toBeLessThan(0.12);
  });

  it('is empty where nothing reaches the level', () => {
    const patch = { low: [0, 0, 0], size: SIZE, spacingMm: SPACING, gridSize: SIZE } as const;
    expect(measureSurface(field(-5), { patch, level: 0 })).toMatchObject({ areaMm2: 0, volumeMm3: 0, longestMm: 0 });
  });
});
