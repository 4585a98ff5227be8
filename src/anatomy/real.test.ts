import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sharedPath } from '../../test/shared.ts';
import { patientToIndex, sourceFromBytes, type Vector3, type Volume } from '../core/index.ts';
import { readInput } from '../intake/index.ts';
import { createPlainKernels } from '../kernels/index.ts';
import { buildAnatomy } from './build.ts';
import { type Anatomy, TISSUES, type Tissue } from './types.ts';

const kernels = createPlainKernels();
const torso = sharedPath('data/totalseg');
const chest = sharedPath('data/lidc0001_chest');

async function volumeOf(paths: readonly string[]): Promise<Volume> {
  const reading = await readInput(paths.map((path) => sourceFromBytes(path.split('/').at(-1)!, new Uint8Array(readFileSync(path)))));
  expect(reading.volume).not.toBeNull();
  return reading.volume!;
}

const codes = (...names: Tissue[]): Set<number> => new Set(names.map((name) => TISSUES[name]));

/** Dice of a set of tissues against a set of labels, both walked along the anatomy's grid. */
function dice(anatomy: Anatomy, labels: Volume, mine: Set<number>, theirs: (label: number) => boolean): number {
  const [nx, ny, nz] = anatomy.grid.size;
  // Mask and scan share their axes, so the walk is a matter of flips.
  const [first, last] = [patientToIndex(labels.grid, anatomy.grid.originMm), [nx - 1, ny - 1, nz - 1]];
  const flip = first.map((value) => value > 1);
  let both = 0;
  let sum = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        const at = [i, j, k].map((value, axis) => (flip[axis] ? last[axis] - value : value));
        const a = mine.has(anatomy.tissue[i + nx * (j + ny * k)]);
        const b = theirs(labels.hu[at[0] + nx * (at[1] + ny * at[2])]);
        if (a && b) both++;
        sum += Number(a) + Number(b);
      }
  return (2 * both) / sum;
}

test.skipIf(torso === null)('torso CT: bone and aorta agree with the TotalSegmentator masks beside it', async () => {
  const volume = await volumeOf([`${torso}/example_ct.nii.gz`]);
  const labels = await volumeOf([`${torso}/example_seg_fast_force_split.nii.gz`]);
  const anatomy = await buildAnatomy(volume, kernels);
  const bone = (label: number): boolean => (label >= 25 && label <= 50) || (label >= 69 && label <= 78) || (label >= 91 && label <= 116);
  expect(dice(anatomy, labels, codes('boneCortex', 'boneMarrow'), bone)).toBeGreaterThan(0.84);
  expect(dice(anatomy, labels, codes('artery'), (label) => label === 52)).toBeGreaterThan(0.8);
  expect(anatomy.technique.contrast.value).toBe('none');
  expect(anatomy.technique.metal).toBe(true);
  expect(anatomy.bodyRegions).toContain('pelvis');
});

test.skipIf(chest === null)('chest CT in the arterial phase: contrast is no bone, plaque is neither', async () => {
  const files = readdirSync(chest!)
    .filter((name) => name.endsWith('.dcm'))
    .map((name) => `${chest}/${name}`);
  const anatomy = await buildAnatomy(await volumeOf(files), kernels);
  expect(anatomy.technique.contrast.value).toBe('arterial');
  expect(anatomy.technique.noiseHu).toBeGreaterThan(8);
  expect(anatomy.technique.noiseHu).toBeLessThan(25);
  const tissueAt = (point: Vector3): number => {
    const [i, j, k] = patientToIndex(anatomy.grid, point).map(Math.round);
    return anatomy.tissue[i + anatomy.grid.size[0] * (j + anatomy.grid.size[1] * k)];
  };
  // Dense contrast in the superior vena cava, and plaques of the abdominal aorta (findings.json beside the scan).
  expect(codes('enhancedBlood', 'artery').has(tissueAt([-15.5, -6.5, -130]))).toBe(true);
  for (const plaque of [
    [31.6, -17.7, -335],
    [33, -10.7, -310],
    [29.5, -7.9, -295],
  ] as const)
    expect(codes('boneCortex', 'boneMarrow').has(tissueAt(plaque))).toBe(false);
  expect(anatomy.locate([59, -76.1, -170])).toEqual({ region: 'chest-wall', side: 'left' });
  expect(anatomy.locate([-38.7, -42.3, -265])).toEqual({ region: 'abdomen', side: 'right' });
});
