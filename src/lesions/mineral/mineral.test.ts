import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { measureVolume } from '../measure/index.ts';
import { measureShape } from '../morphology/index.ts';
import { patchAround } from '../patch/index.ts';
import { ball, effectiveSigma, gridOf, render } from '../testing/analytic.ts';
import { type MineralVerdict, nameMineral } from './index.ts';

const kernels = createPlainKernels();
const MIDDLE: Vector3 = [9.1, 8.9, 9.2];

/** A ball of `rimHu` in muscle whose inside, `rimMm` under the surface, has another HU. */
function verdict(options: { radiusMm: number; rimHu: number; insideHu: number; rimMm: number; spacingMm?: Vector3 }): MineralVerdict {
  const spacingMm = options.spacingMm ?? [0.8, 0.8, 0.8];
  const grid = gridOf(spacingMm.map((each) => Math.ceil(18 / each)) as unknown as Vector3, spacingMm);
  const outer = ball(MIDDLE, options.radiusMm);
  const inner = ball(MIDDLE, options.radiusMm - options.rimMm);
  const hu = render({
    grid,
    solid: (p) => Math.max(outer(p), -inner(p)),
    materialHu: options.rimHu,
    background: (p) => (inner(p) < 0 ? options.insideHu : 55),
    psfMm: 0.5,
    noiseHu: 15,
    seed: 4,
  });
  const patch = patchAround(grid, { low: [0, 0, 0], high: grid.size.map((n) => n - 1) as unknown as Vector3, marginMm: 0 });
  const values = Float32Array.from(hu);
  const sigmaMm = effectiveSigma(0.5, spacingMm);
  const estimate = measureVolume({
    patch,
    values,
    object: Uint8Array.from(hu, (value) => (value >= 200 ? 1 : 0)),
    other: new Uint8Array(hu.length),
    sigmaMm,
    noiseHu: 15,
    prior: { medianHu: 500, spread: 0.6 },
    kernels,
  });
  const shape = measureShape({ ...estimate, patch, values, sigmaMm, surfaceMm2: 4 * Math.PI * options.radiusMm ** 2, kernels });
  return nameMineral(shape, {
    voxelMm: Math.cbrt(spacingMm[0] * spacingMm[1] * spacingMm[2]),
    maxHu: hu.reduce((a, b) => Math.max(a, b), -1000),
  });
}

describe('mineral', () => {
  it('with a dense cortex around fat is bone', () => {
    const { probability, resolved } = verdict({ radiusMm: 7, rimHu: 1100, insideHu: -70, rimMm: 2 });
    expect(resolved).toBeGreaterThan(0.9);
    expect(probability.ossification).toBeGreaterThan(0.7);
  });
  it('that is even all through is calcification', () => {
    const { probability, resolved } = verdict({ radiusMm: 7, rimHu: 700, insideHu: 700, rimMm: 2 });
    expect(resolved).toBeGreaterThan(0.9);
    expect(probability.calcification).toBeGreaterThan(0.9);
  });
  it('of a faint rim around fluid is no bone: no cortex is as faint', () => {
    expect(verdict({ radiusMm: 7, rimHu: 420, insideHu: 20, rimMm: 2 }).probability.calcification).toBeGreaterThan(0.7);
  });
  it('too small to show an inside keeps the prior', () => {
    const { probability, resolved } = verdict({ radiusMm: 1.6, rimHu: 1100, insideHu: -70, rimMm: 0.8 });
    expect(resolved).toBeLessThan(0.1);
    expect(probability.ossification).toBeGreaterThan(0.1);
    expect(probability.ossification).toBeLessThan(0.2);
  });
});
