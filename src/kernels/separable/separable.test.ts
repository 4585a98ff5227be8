import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/index.ts';
import type { Band } from '../types.ts';
import { applySeparable, separablePasses, transposeBand } from './index.ts';

const randomBand = (options: { inputs: number; outputs: number; width: number; seed: number }): Band => {
  const random = createRandom(options.seed);
  const { inputs, outputs, width } = options;
  return {
    inputs,
    outputs,
    width,
    first: Int32Array.from({ length: outputs }, (_, v) => Math.round(((inputs - width) * v) / Math.max(1, outputs - 1))),
    weight: Float32Array.from({ length: outputs * width }, () => random.next() - 0.3),
  };
};
const dense = (band: Band): number[][] =>
  Array.from({ length: band.outputs }, (_, v) =>
    Array.from({ length: band.inputs }, (_unused, n) => {
      const t = n - band.first[v];
      return t >= 0 && t < band.width ? band.weight[v * band.width + t] : 0;
    }),
  );

describe('separable banded maps', () => {
  const shrinking: [Band, Band, Band] = [
    randomBand({ inputs: 21, outputs: 7, width: 9, seed: 1 }),
    randomBand({ inputs: 15, outputs: 5, width: 4, seed: 2 }),
    randomBand({ inputs: 9, outputs: 3, width: 9, seed: 3 }),
  ];

  it('multiplies by the dense matrices, shrinking and growing', () => {
    for (const bands of [shrinking, shrinking.map(transposeBand) as [Band, Band, Band]]) {
      const random = createRandom(4);
      const [nx, ny, nz] = bands.map((band) => band.inputs);
      const [mx, my, mz] = bands.map((band) => band.outputs);
      const values = Float32Array.from({ length: nx * ny * nz }, () => random.next());
      const [x, y, z] = bands.map(dense);
      const found = applySeparable(values, bands);
      for (let c = 0; c < mz; c++)
        for (let b = 0; b < my; b++)
          for (let a = 0; a < mx; a++) {
            let sum = 0;
            for (let k = 0; k < nz; k++)
              for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) sum += z[c][k] * y[b][j] * x[a][i] * values[i + nx * (j + ny * k)];
            expect(Math.abs(found[a + mx * (b + my * c)] - sum)).toBeLessThan(1e-4);
          }
    }
  });

  it('transposes, and starts with the axis that shrinks the work', () => {
    for (const band of shrinking) {
      const matrix = dense(band);
      expect(dense(transposeBand(band))).toEqual(matrix[0].map((_, n) => matrix.map((row) => row[n])));
    }
    expect(separablePasses(shrinking).map((pass) => pass.axis)).toEqual([2, 1, 0]);
    expect(() => applySeparable(new Float32Array(3), shrinking)).toThrow(RangeError);
  });
});
