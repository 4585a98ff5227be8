import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { bruteBall, randomMask, structuredMask, toBytes } from '../proof/brute.ts';
import { closeMask, createBall, dilateMask, erodeMask, openMask } from './index.ts';

const CASES: { size: Vector3; spacingMm: Vector3; radiusMm: number }[] = [
  { size: [40, 12, 9], spacingMm: [1, 1, 1], radiusMm: 1 },
  { size: [33, 14, 8], spacingMm: [0.7, 0.7, 1.5], radiusMm: 2.1 },
  { size: [70, 10, 6], spacingMm: [0.5, 1.1, 2], radiusMm: 4 },
  { size: [5, 4, 3], spacingMm: [1, 1, 1], radiusMm: 9 },
  { size: [20, 9, 5], spacingMm: [1, 1, 4], radiusMm: 0.4 },
];

const WIDE: Vector3 = [99, 99, 99];

describe('ball morphology', () => {
  it('holds the voxels whose centres lie within the radius', () => {
    const ball = createBall({ radiusMm: 2, spacingMm: [1, 1, 1], size: WIDE });
    expect(ball.rows.reduce((sum, row) => sum + 2 * row.width + 1, 0)).toBe(33);
    expect(createBall({ radiusMm: 2.1, spacingMm: [0.7, 0.7, 0.7], size: WIDE }).reach).toEqual([3, 3, 3]);
    expect(createBall({ radiusMm: 1e6, spacingMm: [1e-3, 1e-3, 1e-3], size: [5, 3, 2] })).toMatchObject({ reach: [4, 2, 1] });
    for (const [radiusMm, spacing] of [
      [Number.NaN, 1],
      [-1, 1],
      [Number.POSITIVE_INFINITY, 1],
      [2, 0],
      [2, Number.NaN],
    ])
      expect(() => createBall({ radiusMm, spacingMm: [1, spacing, 1], size: WIDE })).toThrow(RangeError);
  });

  it.each(CASES)('dilates, erodes, closes and opens as brute force does: $size at $spacingMm by $radiusMm mm', ({ size, ...options }) => {
    for (const mask of [randomMask({ size, seed: 3, fill: 0.03 }), randomMask({ size, seed: 4, fill: 0.95 }), structuredMask(size, 6)]) {
      const bytes = toBytes(mask);
      const grown = bruteBall(bytes, { ...options, erode: false });
      const shrunk = bruteBall(bytes, { ...options, erode: true });
      expect(toBytes(dilateMask(mask, options)).at).toEqual(grown);
      expect(toBytes(erodeMask(mask, options)).at).toEqual(shrunk);
      expect(toBytes(closeMask(mask, options)).at).toEqual(bruteBall({ size, at: grown }, { ...options, erode: true }));
      expect(toBytes(openMask(mask, options)).at).toEqual(bruteBall({ size, at: shrunk }, { ...options, erode: false }));
    }
  });
});
