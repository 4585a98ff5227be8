import { expect, test } from 'vitest';
import { createPlainKernels } from '../../kernels/index.ts';
import { findBody } from '../body/index.ts';
import { frameVolume } from '../frame/index.ts';
import { cylinder, paintVolume, sphere } from '../proof/scene.ts';
import { findEnhancement } from './enhancement.ts';

const kernels = createPlainKernels();
const trunk = [cylinder({ x: 0, y: 0, radiusMm: 90, hu: 50 })];
const grid = { size: [100, 100, 40], spacingMm: [2, 2, 2] } as const;

function enhanced(paints: typeof trunk, given: { aortaHu: number | null; agentStated?: boolean }): number {
  const { coarse } = frameVolume(paintVolume({ ...grid, paints: [...trunk, ...paints], noiseHu: 10 }), kernels);
  const { body } = findBody(coarse, kernels);
  const found = findEnhancement(coarse, { body, gas: kernels.emptyMask(coarse.size), noiseHu: 10, agentStated: false, kernels, ...given });
  return kernels.count(found.mask);
}

const heart = sphere({ centre: [10, -20, 0], radiusMm: 25, hu: 320 });

test('an even bright mass is blood when the aorta is enhanced, or an agent is stated', () => {
  const volume = ((4 / 3) * Math.PI * 25 ** 3) / 8;
  expect(enhanced([heart], { aortaHu: 320 })).toBeGreaterThan(0.9 * volume);
  expect(enhanced([heart], { aortaHu: null, agentStated: true })).toBeGreaterThan(0.9 * volume);
});

test('and stays a finding when nothing vouches for contrast', () => {
  expect(enhanced([heart], { aortaHu: null })).toBe(0);
  expect(enhanced([heart], { aortaHu: 45 })).toBe(0);
});

test('a long even tube speaks for itself', () => {
  expect(enhanced([cylinder({ x: 30, y: 0, radiusMm: 7, hu: 300 })], { aortaHu: null })).toBeGreaterThan(0);
});

test('a long even bone that outshines the blood is no vessel, wherever the aorta is enhanced', () => {
  const blood = cylinder({ x: 0, y: -30, radiusMm: 11, hu: 300 });
  const alone = enhanced([blood], { aortaHu: 300 });
  expect(alone).toBeGreaterThan(0);
  expect(enhanced([blood, cylinder({ x: 0, y: 40, radiusMm: 9, hu: 700 })], { aortaHu: 300 })).toBe(alone);
});
