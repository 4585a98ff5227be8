import { expect, test } from 'vitest';
import { IDENTITY } from '../../core/index.ts';
import { sphere } from '../shape/index.ts';
import { type DrawnLesion, render, type Scan } from './index.ts';

const GROUND_HU = 50;
const lesion: DrawnLesion = {
  shape: sphere({ centre: [0.3, -0.4, 0.2], radiusMm: 2 }),
  hu: 1050,
  materialHu: 1050,
  volumeMm3: (4 / 3) * Math.PI * 8,
  centroidMm: [0.3, -0.4, 0.2],
  compartment: 'muscle',
  morphology: 'nodular',
  region: 'thigh',
  side: 'left',
  touchesBone: false,
  expected: null,
};
const ground = { name: 'muscle', shape: sphere({ centre: [0, 0, 0], radiusMm: 1000 }), hu: GROUND_HU };
const scan = (spacingMm: readonly [number, number, number], noiseHu: number): Scan => {
  const size = spacingMm.map((step) => Math.round(24 / step)) as unknown as readonly [number, number, number];
  return {
    grid: {
      size,
      spacingMm,
      originMm: size.map((n, a) => (-(n - 1) / 2) * spacingMm[a]) as unknown as [number, number, number],
      direction: IDENTITY,
    },
    psfSigmaMm: 0.7,
    noiseHu,
    noiseGrainMm: 0.6,
    edgeGain: 0,
    noiseSeed: 5,
  };
};

test.each([
  [0.7, 0.7, 0.7],
  [1.5, 1.5, 1.5],
  [0.8, 0.8, 5],
])('blur and partial volume keep the lesion mass (spacing %f %f %f)', (...spacing) => {
  const out = render({ layers: [ground], lesions: [lesion], decoys: [] }, scan(spacing, 0));
  const cell = spacing[0] * spacing[1] * spacing[2];
  let excess = 0;
  for (const value of out.hu) excess += value - GROUND_HU;
  expect(Math.abs((excess * cell) / 1000 / lesion.volumeMm3 - 1)).toBeLessThan(0.03);
  expect(out.peakHu[0]).toBeLessThanOrEqual(1050.5);
  expect(out.peakHu[0]).toBeGreaterThan(spacing[2] > 2 ? 300 : 600);
});

test('noise has the stated spread and no offset', () => {
  const out = render({ layers: [ground], lesions: [], decoys: [] }, scan([0.5, 0.5, 0.5], 20));
  const mean = out.hu.reduce((sum, value) => sum + value, 0) / out.hu.length;
  const spread = Math.sqrt(out.hu.reduce((sum, value) => sum + (value - mean) ** 2, 0) / out.hu.length);
  expect(mean).toBeCloseTo(GROUND_HU, 0);
  expect(spread).toBeGreaterThan(18.5);
  expect(spread).toBeLessThan(21.5);
});
