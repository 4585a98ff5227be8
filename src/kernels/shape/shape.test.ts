import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/index.ts';
import { applySeparable, transposeBand } from '../separable/index.ts';
import type { Band } from '../types.ts';
import { deconvolve, withShapeModel } from './index.ts';

/** Three cells per voxel, seen through a Gaussian of 1.5 cells. */
const blur = (voxels: number): Band => {
  const [inputs, reach] = [3 * voxels, 5];
  const width = Math.min(inputs, 2 * reach + 1);
  const first = new Int32Array(voxels);
  const weight = new Float32Array(voxels * width);
  for (let v = 0; v < voxels; v++) {
    const lowest = 3 * v + 1 - reach;
    first[v] = Math.max(0, Math.min(inputs - width, lowest));
    for (let t = 0; t < width; t++) {
      const away = first[v] + t - 3 * v - 1;
      if (Math.abs(away) <= reach) weight[v * width + t] = Math.exp(-0.5 * (away / 1.5) ** 2) / (1.5 * Math.sqrt(2 * Math.PI));
    }
  }
  return { inputs, outputs: voxels, width, first, weight };
};
const bands = [blur(7), blur(6), blur(5)] as const;
const backward = bands.map(transposeBand) as unknown as [Band, Band, Band];
const [nx, ny, nz] = bands.map((band) => band.inputs);
const ball = Float32Array.from({ length: nx * ny * nz }, (_, at) => {
  const [a, b, c] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / nx / ny)];
  return -Math.hypot(a - 10, b - 9, c - 7);
});

describe('shape model', () => {
  it('draws level sets, sees them through the bands, and sums over the region', () => {
    const random = createRandom(3);
    const voxels = 7 * 6 * 5;
    const contrast = Float32Array.from({ length: voxels }, () => random.next());
    const region = Uint8Array.from({ length: voxels }, () => (random.next() < 0.5 ? 1 : 0));
    const slope = new Float32Array(ball.length).fill(1);
    const { score, occupancy } = withShapeModel({ field: ball, slope, bands, contrast, region }, (model) => ({
      score: model.score(-4),
      occupancy: model.occupancy(),
    }));
    expect(Math.abs(score.cells - (4 / 3) * Math.PI * 64)).toBeLessThan(8);
    occupancy.forEach((value, at) => {
      expect(value).toBeCloseTo(Math.min(1, Math.max(0, 4.5 + ball[at])), 5);
    });
    const seen = applySeparable(occupancy, bands);
    const inside = Array.from(seen.keys()).filter((at) => region[at] === 1);
    expect(score.product).toBeCloseTo(
      inside.reduce((sum, at) => sum + seen[at] * contrast[at], 0),
      6,
    );
    expect(score.power).toBeCloseTo(
      inside.reduce((sum, at) => sum + seen[at] ** 2, 0),
      6,
    );
  });

  it('deconvolves towards the object: sharper than what was seen, and as much of it', () => {
    const truth = ball.map((value) => (value > -4 ? 100 : 0));
    const contrast = applySeparable(truth, bands);
    const region = new Uint8Array(contrast.length).fill(1);
    const start = new Float32Array(ball.length).fill(10);
    const settings = { start, contrast, region, forward: bands, backward, floor: 1e-3 };
    const error = (estimate: Float32Array): number => estimate.reduce((sum, value, at) => sum + Math.abs(value - truth[at]), 0);
    const [early, late] = [1, 12].map((iterations) => deconvolve({ ...settings, iterations }));
    expect(error(late)).toBeLessThan(0.7 * error(early));
    const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total(late) / total(truth) - 1)).toBeLessThan(0.05);
  });
});
