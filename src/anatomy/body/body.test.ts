import { expect, test } from 'vitest';
import { createPlainKernels } from '../../kernels/index.ts';
import { frameVolume, isSet } from '../frame/index.ts';
import { block, cylinder, limb, paintVolume } from '../proof/scene.ts';
import { findBody } from './body.ts';

const kernels = createPlainKernels();
const grid = { size: [120, 100, 12], spacingMm: [2, 2, 3] } as const;

test('a table under the patient is not the patient', () => {
  const table = block({ low: [-110, 62, -30], high: [110, 65, 30], hu: -120 });
  const frame = frameVolume(paintVolume({ ...grid, paints: [...limb({ x: 0, y: 0, radiusMm: 50 }), table], noiseHu: 10 }), kernels);
  const { body, table: found, parts, truncated } = findBody(frame.coarse, kernels);
  expect(parts).toHaveLength(1);
  expect(truncated).toBe(false);
  const row = Math.round((63.5 + 99) / 2);
  expect(isSet(body, 60, row, 6)).toBe(false);
  expect(isSet(found, 60, row, 6)).toBe(true);
  expect(isSet(body, 60, 50, 6)).toBe(true);
});

test('two legs are two parts, and what the field cuts off is said', () => {
  const legs = [...limb({ x: -55, y: 0, radiusMm: 40 }), ...limb({ x: 55, y: 0, radiusMm: 40 })];
  const whole = frameVolume(paintVolume({ ...grid, paints: legs, noiseHu: 10 }), kernels);
  expect(findBody(whole.coarse, kernels).parts).toHaveLength(2);
  const cut = frameVolume(paintVolume({ ...grid, paints: [cylinder({ x: 100, y: 0, radiusMm: 60, hu: 50 })] }), kernels);
  const found = findBody(cut.coarse, kernels);
  expect(found.truncated).toBe(true);
  expect(found.issues.map((each) => each.code)).toContain('anatomy-truncated');
});

test('an empty scanner has no body, and says so', () => {
  const frame = frameVolume(paintVolume({ ...grid, paints: [] }), kernels);
  const found = findBody(frame.coarse, kernels);
  expect(kernels.count(found.body)).toBe(0);
  expect(found.issues.map((each) => each.code)).toContain('anatomy-no-body');
});
