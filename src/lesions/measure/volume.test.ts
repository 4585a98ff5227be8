import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { ball, capsule, effectiveSigma, gridOf, render, type Solid, shell, slab } from '../testing/analytic.ts';
import { measureVolume, type VolumeEstimate } from './index.ts';

interface Case {
  readonly solid: (centre: Vector3) => Solid;
  readonly extentMm: number;
  readonly spacingMm?: Vector3;
  readonly materialHu?: number;
  readonly backgroundHu?: number;
  readonly noiseHu?: number;
  readonly seed?: number;
}

const PSF_MM = 0.6;

function measure(options: Case): VolumeEstimate {
  const spacingMm = options.spacingMm ?? [0.7, 0.7, 1];
  const background = options.backgroundHu ?? -100;
  const noiseHu = options.noiseHu ?? 15;
  const size = spacingMm.map((each) => Math.ceil((options.extentMm + 10) / each)) as unknown as Vector3;
  const seed = options.seed ?? 1;
  const centre = size.map((n, axis) => ((n - 1) / 2 + ((seed * 0.37 + axis * 0.21) % 1) - 0.5) * spacingMm[axis]) as unknown as Vector3;
  const hu = render({
    grid: gridOf(size, spacingMm),
    solid: options.solid(centre),
    materialHu: options.materialHu ?? 700,
    background: () => background,
    psfMm: PSF_MM,
    noiseHu,
    seed,
  });
  return measureVolume({
    patch: { low: [0, 0, 0], size, spacingMm, gridSize: size },
    values: Float32Array.from(hu),
    object: Uint8Array.from(hu, (value) => (value >= 130 ? 1 : 0)),
    other: new Uint8Array(hu.length),
    sigmaMm: effectiveSigma(PSF_MM, spacingMm),
    noiseHu,
    prior: { medianHu: 650, spread: 0.6 },
  });
}

const ballMm3 = (diameter: number): number => (Math.PI / 6) * diameter ** 3;
const relative = (estimate: VolumeEstimate, truth: number): number => Math.abs(estimate.volumeMm3 - truth) / truth;

describe('volume with partial volume', () => {
  it('holds for balls where the thresholded count does not', () => {
    for (const [diameter, tolerance] of [
      [3, 0.1],
      [5, 0.05],
      [8, 0.03],
    ]) {
      const estimate = measure({ solid: (c) => ball(c, diameter / 2), extentMm: diameter });
      expect(relative(estimate, ballMm3(diameter)), `ball of ${diameter} mm`).toBeLessThan(tolerance);
    }
  });

  it('does not depend on how bright the material is', () => {
    for (const materialHu of [350, 700, 1300]) {
      const estimate = measure({ solid: (c) => ball(c, 2), extentMm: 4, materialHu, backgroundHu: 55 });
      expect(relative(estimate, ballMm3(4)), `${materialHu} HU`).toBeLessThan(0.09);
    }
  });

  it('follows sheets, rods and shells thinner than the blur can show', () => {
    const sheet = measure({ solid: (c) => slab(c, [6, 6, 1]), extentMm: 12 });
    expect(relative(sheet, 12 * 12 * 2)).toBeLessThan(0.06);
    const rod = measure({ solid: (c) => capsule([c[0] - 5, c[1], c[2]], [c[0] + 5, c[1] + 3, c[2] + 3], 1), extentMm: 12 });
    expect(relative(rod, Math.PI * Math.hypot(10, 3, 3) + ballMm3(2))).toBeLessThan(0.08);
    const hollow = measure({ solid: (c) => shell(c, 5, 1.5), extentMm: 10 });
    expect(relative(hollow, ballMm3(10) - ballMm3(7))).toBeLessThan(0.06);
  });

  it('keeps its interval honest: about the noise and the grid, and around the truth', () => {
    let covered = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { intervalMm3 } = measure({ solid: (c) => ball(c, 1.5), extentMm: 3, seed, noiseHu: 20 });
      expect(intervalMm3[1]).toBeGreaterThan(intervalMm3[0]);
      if (intervalMm3[0] <= ballMm3(3) && ballMm3(3) <= intervalMm3[1]) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(7);
    const { intervalMm3, repeatsWithin, volumeMm3 } = measure({ solid: (c) => ball(c, 1.5), extentMm: 3, noiseHu: 20 });
    expect(repeatsWithin).toBeGreaterThan(0.01);
    expect(repeatsWithin).toBeLessThan(intervalMm3[1] / volumeMm3 - 1);
  });

  it('measures through slices thicker than the lesion is wide', () => {
    const estimate = measure({ solid: (c) => ball(c, 3), extentMm: 6, spacingMm: [0.7, 0.7, 2.5] });
    expect(relative(estimate, ballMm3(6))).toBeLessThan(0.08);
  });
});
