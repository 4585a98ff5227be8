import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { randomMask, toBytes } from '../proof/brute.ts';
import { enlargeMask, shrinkMask } from './index.ts';

describe('mask scaling', () => {
  it('shrinks by any or half and enlarges to whole blocks', () => {
    const size: Vector3 = [37, 9, 7];
    const factor: Vector3 = [3, 2, 4];
    const mask = randomMask({ size, seed: 4, fill: 0.3 });
    const fine = toBytes(mask).at;
    const any = shrinkMask(mask, { factor, rule: 'any' });
    const half = shrinkMask(mask, { factor, rule: 'half' });
    const block = (offset: number): number => {
      const [i, j, k] = [offset % 37, Math.floor(offset / 37) % 9, Math.floor(offset / 333)];
      return Math.floor(i / 3) + 13 * (Math.floor(j / 2) + 5 * Math.floor(k / 4));
    };
    const set = new Int32Array(13 * 5 * 2);
    const all = new Int32Array(13 * 5 * 2);
    fine.forEach((value, offset) => {
      set[block(offset)] += value;
      all[block(offset)]++;
    });
    expect(any.size).toEqual([13, 5, 2]);
    expect(Array.from(toBytes(any).at)).toEqual(Array.from(set, (count) => (count > 0 ? 1 : 0)));
    expect(Array.from(toBytes(half).at)).toEqual(Array.from(set, (count, at) => (count > 0 && 2 * count >= all[at] ? 1 : 0)));
    const coarse = toBytes(half).at;
    expect(Array.from(toBytes(enlargeMask(half, { factor, size })).at)).toEqual(Array.from(fine, (_, offset) => coarse[block(offset)]));
  });
});
