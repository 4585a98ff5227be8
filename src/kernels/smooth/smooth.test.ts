import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { thresholdMask } from '../mask/index.ts';
import { randomVoxels } from '../proof/brute.ts';
import { downsampleVoxels, gaussianWeights, mirrored, smoothThresholdMask, smoothVoxels, WEIGHT_ONE } from './index.ts';

/** The convolution in doubles with unrounded weights. */
function realGaussian(voxels: Int16Array, options: { size: Vector3; spacingMm: Vector3; sigmaMm: number }): Float64Array {
  const { size, spacingMm, sigmaMm } = options;
  let field = Float64Array.from(voxels);
  const stride = [1, size[0], size[0] * size[1]];
  for (let axis = 0; axis < 3; axis++) {
    const sigma = sigmaMm / spacingMm[axis];
    const radius = Math.floor(3 * sigma);
    const weights = Array.from({ length: 2 * radius + 1 }, (_, at) => Math.exp(-0.5 * ((at - radius) / sigma) ** 2));
    const sum = weights.reduce((a, b) => a + b, 0);
    field = field.map((_, at) => {
      const index = Math.floor(at / stride[axis]) % size[axis];
      return weights.reduce((total, weight, tap) => {
        const from = mirrored(index + tap - radius, size[axis]);
        return total + (weight / sum) * field[at + (from - index) * stride[axis]];
      }, 0);
    });
  }
  return field;
}

describe('smoothing', () => {
  it('has weights that sum to one and mirrors at the outer face', () => {
    for (const sigmaMm of [0, 0.2, 0.5, 1, 2.7]) {
      const weights = gaussianWeights({ sigmaMm, spacingMm: 0.7 });
      expect(weights.reduce((sum, weight, away) => sum + (away === 0 ? weight : 2 * weight), 0)).toBe(WEIGHT_ONE);
    }
    expect([-3, -2, -1, 0, 1, 2, 3].map((index) => mirrored(index, 2))).toEqual([1, 1, 0, 0, 1, 1, 0]);
  });

  it.each([0.3, 0.8, 1.5])('stays within 2 HU of the real convolution, sigma %f mm', (sigmaMm) => {
    const options = { size: [35, 11, 8] as Vector3, spacingMm: [0.7, 0.8, 1.25] as Vector3, sigmaMm };
    const voxels = randomVoxels({ size: options.size, seed: 2, low: -1024, high: 3071 });
    const truth = realGaussian(voxels, options);
    const found = smoothVoxels(voxels, options);
    let bias = 0;
    found.forEach((value, at) => {
      expect(Math.abs(value - truth[at])).toBeLessThan(2);
      bias += (value - truth[at]) / found.length;
    });
    expect(Math.abs(bias)).toBeLessThan(0.1);
    const band = { low: 700, high: 1200 };
    expect(smoothThresholdMask(voxels, { ...options, ...band })).toEqual(thresholdMask(found, { size: options.size, ...band }));
  });

  it('keeps the extremes of int16 and thin volumes', () => {
    const options = { size: [3, 1, 2] as Vector3, spacingMm: [1, 1, 1] as Vector3, sigmaMm: 4 };
    expect(Array.from(smoothVoxels(new Int16Array(6).fill(32767), options))).toEqual(Array(6).fill(32767));
    expect(Array.from(smoothVoxels(new Int16Array(6).fill(-32768), options))).toEqual(Array(6).fill(-32768));
  });

  it('takes block means, with partial blocks at the end', () => {
    const size: Vector3 = [7, 5, 3];
    const voxels = randomVoxels({ size, seed: 9, low: -1000, high: 1000 });
    const coarse = downsampleVoxels(voxels, { size, factor: [2, 3, 2] });
    expect(coarse.size).toEqual([4, 2, 2]);
    coarse.voxels.forEach((value, at) => {
      const [a, b, c] = [at % 4, Math.floor(at / 4) % 2, Math.floor(at / 8)];
      const block = Array.from(voxels).filter((_, offset) => {
        const [i, j, k] = [offset % 7, Math.floor(offset / 7) % 5, Math.floor(offset / 35)];
        return Math.floor(i / 2) === a && Math.floor(j / 3) === b && Math.floor(k / 2) === c;
      });
      expect(value).toBe(Math.round(block.reduce((sum, each) => sum + each, 0) / block.length) + 0);
    });
    expect(() => downsampleVoxels(voxels, { size, factor: [0, 1, 1] })).toThrow(RangeError);
  });
});
