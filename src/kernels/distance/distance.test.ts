import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createMask, maskFromVoxels } from '../mask/index.ts';
import { bruteDistance, randomMask, structuredMask, toBytes } from '../proof/brute.ts';
import type { BitMask } from '../types.ts';
import { type DistanceOptions, distanceField } from './index.ts';

/** float32 squares of the largest distances used here carry this much error, mm. */
const TOLERANCE_MM = 1e-4;

function worstError(mask: BitMask, options: DistanceOptions): number {
  const field = distanceField(mask, options);
  const bytes = toBytes(mask);
  const [bx, by] = field.size;
  let worst = 0;
  field.mm.forEach((mm, at) => {
    const [a, b, c] = [at % bx, Math.floor(at / bx) % by, Math.floor(at / bx / by)];
    const [i, j, k] = [a, b, c].map((sample, axis) => field.box.low[axis] + field.step * sample);
    worst = Math.max(worst, Math.abs(mm - bruteDistance(bytes, { spacingMm: options.spacingMm, capMm: options.capMm, i, j, k })));
  });
  return worst;
}

describe('distance field', () => {
  const size: Vector3 = [35, 9, 8];
  const masks = [
    randomMask({ size, seed: 1, fill: 0.002 }),
    randomMask({ size, seed: 2, fill: 0.05 }),
    structuredMask(size, 3),
    maskFromVoxels([5], size),
  ];
  it.each([1, 2, 3])('is exact at step %i, with and without cap, in the grid and in a box', (step) => {
    for (const mask of masks)
      for (const capMm of [Infinity, 6, 2.5])
        for (const box of [undefined, { low: [3, 2, 4], high: [33, 7, 6] } as const])
          expect(worstError(mask, { spacingMm: [0.7, 0.9, 1.6], capMm, step, box })).toBeLessThan(TOLERANCE_MM);
  });

  it('is zero on set voxels, the cap where nothing is near, and does not depend on the box', () => {
    const empty = distanceField(createMask([9, 4, 3]), { spacingMm: [1, 1, 1], capMm: 12 });
    expect(empty.mm.every((mm) => mm === 12)).toBe(true);
    const one = distanceField(maskFromVoxels([0], [9, 4, 3]), { spacingMm: [1, 1, 1], capMm: 12 });
    expect(one.mm[0]).toBe(0);
    const corner = distanceField(maskFromVoxels([0], [9, 4, 3]), {
      spacingMm: [1, 1, 1],
      capMm: 12,
      box: { low: [8, 3, 2], high: [8, 3, 2] },
    });
    expect(corner.mm[0]).toBe(one.mm[one.mm.length - 1]);
    expect(() => distanceField(createMask([2, 2, 2]), { spacingMm: [1, 1, 1], capMm: 1, step: 0 })).toThrow(RangeError);
    expect(() => distanceField(createMask([2, 2, 2]), { spacingMm: [1, 0, 1], capMm: 1 })).toThrow(RangeError);
    expect(() => distanceField(createMask([2, 2, 2]), { spacingMm: [1, 1, 1], capMm: Number.NaN })).toThrow(RangeError);
    expect(() =>
      distanceField(createMask([2, 2, 2]), { spacingMm: [1, 1, 1], capMm: 1, box: { low: [0, 0, 0], high: [2, 1, 1] } }),
    ).toThrow(RangeError);
  });
});
