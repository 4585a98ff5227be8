import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { randomMask, randomVoxels, toBytes } from '../proof/brute.ts';
import {
  andMask,
  andNotMask,
  boundingBox,
  clearVoxel,
  copyMask,
  countVoxels,
  createMask,
  cropMask,
  cropVoxels,
  forEachRun,
  growBox,
  hasVoxel,
  maskFromBytes,
  maskFromVoxels,
  notMask,
  orMask,
  paintBytes,
  setVoxel,
  thresholdMask,
  touches,
  uncropMask,
  voxelsOfMask,
} from './index.ts';

const SIZES: Vector3[] = [
  [1, 1, 1],
  [7, 5, 3],
  [32, 4, 3],
  [33, 6, 2],
  [95, 3, 4],
  [128, 2, 2],
];

describe('bit masks', () => {
  it.each(SIZES)('thresholds, combines and counts like bytes on %i x %i x %i', (...size) => {
    const voxels = randomVoxels({ size, seed: 1, low: -5, high: 5 });
    const a = thresholdMask(voxels, { size, low: -2, high: 3 });
    const b = randomMask({ size, seed: 2, fill: 0.4 });
    const [A, B] = [Array.from(voxels, (v) => (v >= -2 && v <= 3 ? 1 : 0)), Array.from(toBytes(b).at)];
    expect(Array.from(toBytes(a).at)).toEqual(A);
    expect(Array.from(toBytes(andMask(copyMask(a), b)).at)).toEqual(A.map((v, at) => v & B[at]));
    expect(Array.from(toBytes(orMask(copyMask(a), b)).at)).toEqual(A.map((v, at) => v | B[at]));
    expect(Array.from(toBytes(andNotMask(copyMask(a), b)).at)).toEqual(A.map((v, at) => v & (1 - B[at])));
    const not = notMask(copyMask(a));
    expect(Array.from(toBytes(not).at)).toEqual(A.map((v) => 1 - v));
    expect(countVoxels(a) + countVoxels(not)).toBe(A.length);
    expect(touches(a, not)).toBe(false);
  });

  it('gives offsets, runs and boxes back as they were put in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.array(fc.nat(), { maxLength: 40 }), (nx, picks) => {
        const size: Vector3 = [nx, 4, 3];
        const wanted = [...new Set(picks.map((pick) => pick % (nx * 12)))].sort((p, q) => p - q);
        const mask = maskFromVoxels(wanted, size);
        expect(Array.from(voxelsOfMask(mask))).toEqual(wanted);
        const seen: number[] = [];
        forEachRun(mask, (row, start, end) => {
          for (let i = start; i <= end; i++) seen.push(row * nx + i);
        });
        expect(seen).toEqual(wanted);
        expect(voxelsOfMask(maskFromBytes(toBytes(mask).at, { size, accepts: (value) => value === 1 }))).toEqual(voxelsOfMask(mask));
        expect(Array.from(paintBytes(new Uint8Array(nx * 12), mask, 9)).flatMap((v, at) => (v === 9 ? [at] : []))).toEqual(wanted);
        const box = boundingBox(mask);
        if (wanted.length === 0) {
          expect(box).toBeNull();
          return;
        }
        const axis = (pick: (offset: number) => number): [number, number] => [Math.min(...wanted.map(pick)), Math.max(...wanted.map(pick))];
        const [i, j, k] = [axis((o) => o % nx), axis((o) => Math.floor(o / nx) % 4), axis((o) => Math.floor(o / nx / 4))];
        expect(box).toEqual({ low: [i[0], j[0], k[0]], high: [i[1], j[1], k[1]] });
        const cropped = cropMask(mask, box!);
        expect(countVoxels(cropped)).toBe(wanted.length);
        expect(uncropMask(cropped, { box: box!, size }).words).toEqual(mask.words);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('crops masks and voxels alike', () => {
    const size: Vector3 = [77, 6, 5];
    const voxels = randomVoxels({ size, seed: 5, low: 0, high: 9 });
    const box = { low: [30, 1, 2], high: [66, 4, 3] } as const;
    const whole = thresholdMask(voxels, { size, low: 4, high: 9 });
    const part = thresholdMask(cropVoxels(voxels, { size, box }), { size: [37, 4, 2], low: 4, high: 9 });
    expect(cropMask(whole, box).words).toEqual(part.words);
  });

  it('sets and clears single voxels, grows boxes within the grid, refuses other grids', () => {
    const mask = createMask([40, 3, 2]);
    setVoxel(mask, 39 + 40 * 5);
    expect(hasVoxel(mask, 39 + 40 * 5)).toBe(true);
    clearVoxel(mask, 39 + 40 * 5);
    expect(countVoxels(mask)).toBe(0);
    const grown = growBox({ low: [3, 1, 1], high: [5, 1, 1] }, { marginMm: 2, spacingMm: [1, 0.9, 5], size: [40, 3, 2] });
    expect(grown).toEqual({ low: [1, 0, 0], high: [7, 2, 1] });
    expect(() => andMask(mask, createMask([40, 3, 3]))).toThrow(RangeError);
    expect(() => thresholdMask(new Int16Array(3), { size: [2, 2, 2], low: 0, high: 1 })).toThrow(RangeError);
  });
});
