import { expect, test } from 'vitest';
import { createRandom, IDENTITY, UNKNOWN_SOURCE, type Volume, voxelVolumeMm3 } from '../../core/index.ts';
import { ball } from '../lesion/index.ts';
import { implantLesions } from './index.ts';

const GROUND_HU = 50;
const grid = { size: [40, 40, 24], spacingMm: [0.7, 0.7, 2.5], originMm: [-14, -14, -29], direction: IDENTITY } as const;
const random = createRandom(1);
const scan: Volume = {
  grid,
  hu: Int16Array.from({ length: 40 * 40 * 24 }, () => Math.round(GROUND_HU + 15 * random.normal())),
  source: UNKNOWN_SOURCE,
};
const traits = { compartment: 'muscle', morphology: 'nodular', region: 'back', side: 'left' } as const;

test('an implant adds its volume times its contrast, and nothing else changes', () => {
  const out = implantLesions(scan, { implants: [{ form: ball([1.3, -0.7, 0.4], 3), hu: 850, traits }], psfSigmaMm: 0.7 });
  expect(out.issues).toEqual([]);
  let added = 0;
  let changed = 0;
  out.volume.hu.forEach((value, at) => {
    added += value - scan.hu[at];
    if (value !== scan.hu[at]) changed++;
  });
  const [truth] = out.lesions;
  expect(truth.volumeMm3).toBeCloseTo((4 / 3) * Math.PI * 27, 6);
  expect(Math.abs((added * voxelVolumeMm3(grid)) / (850 - GROUND_HU) / truth.volumeMm3 - 1)).toBeLessThan(0.03);
  expect(changed).toBeLessThan(1200);
  expect(out.labels.some((label) => label === 1)).toBe(true);
  expect(scan.hu).not.toBe(out.volume.hu);
});

test('an implant at the edge is left out with an issue', () => {
  const out = implantLesions(scan, { implants: [{ form: ball([13, 0, 0], 3), hu: 850, traits }], psfSigmaMm: 0.7 });
  expect(out.lesions).toEqual([]);
  expect(out.issues.map((each) => each.code)).toEqual(['phantom-implant-outside']);
  expect(out.volume.hu).toEqual(scan.hu);
});
