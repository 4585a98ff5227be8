import { expect, test } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { buildAnatomy } from '../build.ts';
import { limb, paintVolume, sphere } from '../proof/scene.ts';
import { TISSUES, type Tissue } from '../types.ts';

const kernels = createPlainKernels();
const size: Vector3 = [120, 100, 24];
const mass = sphere({ centre: [30, 0, 0], radiusMm: 9, hu: 500 });
const volume = paintVolume({ size, spacingMm: [2, 2, 4], paints: [...limb({ x: 0, y: 0, radiusMm: 75 }), mass], noiseHu: 10 });
const centre = 75 + 120 * (50 + 100 * 12);

const within = (code: number): Uint8Array => {
  const voxels = new Uint8Array(volume.hu.length);
  for (let k = 10; k < 14; k++) for (let j = 46; j < 54; j++) for (let i = 70; i < 80; i++) voxels[i + 120 * (j + 100 * k)] = code;
  return voxels;
};

test.each<[Tissue, boolean]>([
  ['boneCortex', true],
  ['artery', false],
])('a label that says %s takes precedence', async (tissue, isBone) => {
  const labels = { voxels: within(5), tissueOf: new Map([[5, tissue]]) };
  const anatomy = await buildAnatomy(volume, kernels, { labels });
  expect(anatomy.tissue[centre]).toBe(TISSUES[tissue]);
  const word = anatomy.bone.words[(50 + 100 * 12) * anatomy.bone.wordsPerRow + (75 >> 5)];
  expect(((word >>> (75 & 31)) & 1) === 1).toBe(isBone);
});

test('labels on another grid are left out with an issue', async () => {
  const labels = { voxels: new Uint8Array(10), tissueOf: new Map() };
  const anatomy = await buildAnatomy(volume, kernels, { labels });
  expect(anatomy.issues.map((each) => each.code)).toContain('anatomy-labels-grid');
});
