import { describe, expect, it } from 'vitest';
import type { Compartment, Distribution, Morphology, Vector3 } from '../../core/index.ts';
import { likeliest } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { measureVolume } from '../measure/index.ts';
import { patchAround } from '../patch/index.ts';
import { measureSurface } from '../surface/index.ts';
import type { Solid } from '../testing/analytic.ts';
import { ball, capsule, effectiveSigma, gridOf, render, slab } from '../testing/analytic.ts';
import { measurePockets, measureShape, nameMorphology, type ShapeMeasures } from './index.ts';

const kernels = createPlainKernels();
const SPACING: Vector3 = [0.8, 0.8, 1];
const MATERIAL_HU = 700;
const MUSCLE_HU = 55;
const NOISE_HU = 15;
const MIDDLE: Vector3 = [8.5, 8.3, 8.6];

interface Seen {
  readonly shape: ShapeMeasures;
  readonly probability: Distribution<Morphology>;
}

/** One solid in muscle, scanned, measured as the engine does and named. */
function see(solid: Solid, options: { lucent?: Solid; compartment?: Distribution<Compartment>; spacingMm?: Vector3 } = {}): Seen {
  const spacingMm = options.spacingMm ?? SPACING;
  const grid = gridOf(spacingMm.map((each) => Math.ceil(17 / each)) as unknown as Vector3, spacingMm);
  const { lucent } = options;
  const hu = render({
    grid,
    solid: lucent ? (p) => Math.max(solid(p), -lucent(p)) : solid,
    materialHu: MATERIAL_HU,
    background: (p) => (lucent && lucent(p) < 0 ? 0.45 * MATERIAL_HU : MUSCLE_HU),
    psfMm: 0.6,
    noiseHu: NOISE_HU,
    seed: 11,
  });
  const patch = patchAround(grid, { low: [0, 0, 0], high: grid.size.map((n) => n - 1) as unknown as Vector3, marginMm: 0 });
  const values = Float32Array.from(hu);
  const object = Uint8Array.from(hu, (value) => (value >= 200 ? 1 : 0));
  const sigmaMm = effectiveSigma(0.6, spacingMm);
  const estimate = measureVolume({
    patch,
    values,
    object,
    other: new Uint8Array(hu.length),
    sigmaMm,
    noiseHu: NOISE_HU,
    prior: { medianHu: 500, spread: 0.6 },
    kernels,
  });
  const masked = estimate.contrast.map((value, at) => (estimate.region[at] !== 0 ? value : 0));
  const { areaMm2 } = measureSurface(masked, { patch, level: estimate.contrastHu / 2 });
  const shape = measureShape({ ...estimate, patch, values, sigmaMm, surfaceMm2: areaMm2, kernels });
  const probability = nameMorphology(shape, {
    level: null,
    pockets: null,
    spacingMm,
    compartment: options.compartment ?? { muscle: 1 },
    noiseShare: NOISE_HU / estimate.contrastHu,
    distanceToBoneMm: null,
  });
  return { shape, probability };
}

const along = (from: Vector3, by: Vector3): Vector3 => [from[0] + by[0], from[1] + by[1], from[2] + by[2]];
const grape: Solid = (p) =>
  Math.min(
    ball(MIDDLE, 3.1)(p),
    ...(
      [
        [3, 0, 0],
        [-1.5, 2.6, 0.5],
        [-1.4, -2.4, 1],
        [0.3, 0.4, -3.1],
        [0, 1, 3],
      ] as Vector3[]
    ).map((by) => ball(along(MIDDLE, by), 2.2)(p)),
  );

describe('morphology of scanned solids', () => {
  it('tells a ball from a grape of balls by how far its surface departs from an ellipsoid', () => {
    const round = see(ball(MIDDLE, 4.5));
    const lobed = see(grape);
    expect(round.shape.lobulation).toBeLessThan(0.05);
    expect(lobed.shape.lobulation).toBeGreaterThan(0.08);
    expect(likeliest(round.probability)).toBe('nodular');
    expect(likeliest(lobed.probability)).toBe('lobulated');
  });

  it('tells a stone with a lucent middle of 2 mm from an even one', () => {
    const even = see(ball(MIDDLE, 2.6), { compartment: { vein: 1 } });
    const ring = see(ball(MIDDLE, 2.6), { lucent: ball(MIDDLE, 1.15), compartment: { vein: 1 } });
    expect(even.shape.coreDeficit).toBeLessThan(0.02);
    expect(ring.shape.coreDeficit).toBeGreaterThan(0.03);
    expect(likeliest(even.probability)).toBe('nodular');
    expect(likeliest(ring.probability)).toBe('ring');
  });

  it('names a rod, a plate and a point', () => {
    expect(likeliest(see(capsule(along(MIDDLE, [-4, 0, -2]), along(MIDDLE, [4, 0, 2]), 1.4)).probability)).toBe('linear');
    expect(likeliest(see(slab(MIDDLE, [5, 1, 4.5]), { compartment: { fascia: 0.6, muscle: 0.4 } }).probability)).toBe('sheet');
    expect(likeliest(see(ball(MIDDLE, 1.1)).probability)).toBe('punctate');
  });

  it('calls nothing long or flat that one thick slice stretches', () => {
    const { shape, probability } = see(ball([8.5, 8.3, 7.5], 2.2), { spacingMm: [0.8, 0.8, 5] });
    expect(shape.sureElongation).toBeLessThan(1.6);
    expect(probability.linear ?? 0).toBeLessThan(0.5);
  });

  it('leaves a flat deposit of the skin a nodule, and a small one within fascia a sheet', () => {
    const flat = slab(MIDDLE, [3.5, 0.9, 3]);
    expect(likeliest(see(flat, { compartment: { skin: 1 } }).probability)).toBe('nodular');
    expect(likeliest(see(flat, { compartment: { fascia: 1 } }).probability)).toBe('sheet');
  });
});

describe('pockets of fluid', () => {
  const size = 24;
  const patch = {
    low: [0, 0, 0] as Vector3,
    size: [size, size, 6] as Vector3,
    spacingMm: [1, 1, 1] as Vector3,
    gridSize: [size, size, 6] as Vector3,
  };
  /** A walled cyst per slice; below `levelJ` (posterior) it is filled with mineral. */
  const scene = (levelJ: number, turned = false) => {
    const values = new Float32Array(size * size * 6).fill(40);
    const mineral = new Uint8Array(values.length);
    for (let k = 0, at = 0; k < 6; k++)
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++, at++) {
          const r = Math.hypot(i - 12, j - 12);
          const depth = turned ? i : j;
          if (r > 9) continue;
          values[at] = 25;
          if (r < 7.2 && depth < levelJ) continue;
          mineral[at] = 1;
          values[at] = 500;
        }
    return { values, mineral };
  };
  it('with a flat floor under a round ceiling are levels', () => {
    const { values, mineral } = scene(13);
    const seen = measurePockets(values, { patch, mineral, down: 1 });
    expect(seen?.pockets).toBe(6);
    expect(seen?.levelShare).toBe(1);
    expect(seen?.fluidHu).toBeCloseTo(25, 6);
    expect(seen?.floorMm).toBeLessThan(0.1);
    expect(seen?.ceilingMm).toBeGreaterThan(0.8);
  });
  it('are none in a shell, in a level that stands upright, or seen from the wrong side', () => {
    for (const [{ values, mineral }, down] of [
      [scene(99), 1],
      [scene(13, true), 1],
      [scene(13), -1],
    ] as const)
      expect(measurePockets(values, { patch, mineral, down })?.levelShare).toBe(0);
  });
  it('are none where nothing is enclosed', () => {
    expect(measurePockets(new Float32Array(size * size * 6), { patch, mineral: new Uint8Array(size * size * 6), down: 1 })).toBeNull();
  });
});
