import { describe, expect, test } from 'vitest';
import { createPlainKernels } from '../../kernels/index.ts';
import { findBody } from '../body/index.ts';
import { frameVolume } from '../frame/index.ts';
import { limb, paintVolume } from '../proof/scene.ts';
import { candidateThresholds, contrastPhase, measureNoise, measureTissueModes } from './index.ts';

const kernels = createPlainKernels();

describe.each([8, 20, 45])('noise of %i HU', (noiseHu) => {
  const frame = frameVolume(
    paintVolume({ size: [160, 160, 10], spacingMm: [0.8, 0.8, 3], paints: limb({ x: 0, y: 0, radiusMm: 58 }), noiseHu }),
    kernels,
  );
  const { body } = findBody(frame.coarse, kernels);

  test('is measured within 10 %', () => {
    const measured = measureNoise(frame, body);
    expect(measured).not.toBeNull();
    expect(Math.abs(measured! - noiseHu)).toBeLessThan(0.1 * noiseHu + 0.5);
  });

  test('leaves the modes of fat and muscle where they are', () => {
    const { fatHu, muscleHu } = measureTissueModes(frame.coarse, body);
    expect(Math.abs(fatHu! + 100)).toBeLessThan(4 + noiseHu / 5);
    expect(Math.abs(muscleHu! - 55)).toBeLessThan(4 + noiseHu / 5);
  });
});

test('the candidate threshold is the higher of 130 HU and what noise allows', () => {
  expect(candidateThresholds({ muscleHu: 50, noiseHu: 10 }).candidateHu).toBe(130);
  expect(candidateThresholds({ muscleHu: 50, noiseHu: 50 }).candidateHu).toBe(250);
  const quiet = candidateThresholds({ muscleHu: 50, noiseHu: 5 });
  expect(quiet.seedHu).toBeGreaterThan(quiet.candidateHu);
});

test('the phase is read from the aorta, and unknown without it', () => {
  expect(contrastPhase({ aortaHu: 400, pools: [] }).value).toBe('arterial');
  expect(contrastPhase({ aortaHu: 150, pools: [] }).value).toBe('portal');
  expect(contrastPhase({ aortaHu: 42, pools: [] }).value).toBe('none');
  expect(contrastPhase({ aortaHu: null, pools: [] }).value).toBe('unknown');
});
