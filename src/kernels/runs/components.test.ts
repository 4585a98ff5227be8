import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createMask, hasVoxel, notMask, voxelsOfMask } from '../mask/index.ts';
import { bruteFill, bruteLabels, randomMask, structuredMask, toBytes } from '../proof/brute.ts';
import type { Connectivity } from '../types.ts';
import { fillMaskHoles, labelComponents, reconstructMask, selectComponents, voxelsByComponent, voxelsOf } from './index.ts';

const SIZES: Vector3[] = [
  [1, 1, 1],
  [9, 7, 5],
  [64, 9, 6],
  [70, 12, 9],
];
const CONNECTIVITY: Connectivity[] = [6, 18, 26];

describe('components', () => {
  for (const size of SIZES)
    for (const connectivity of CONNECTIVITY)
      for (const fill of [0.05, 0.15, 0.3, 0.6, 1])
        it(`labels ${size.join('x')} at ${fill} with ${connectivity} neighbours in order of first voxel`, () => {
          const mask = randomMask({ size, seed: 11, fill });
          const bytes = toBytes(mask);
          const truth = bruteLabels(bytes, connectivity);
          const found = labelComponents(mask, { connectivity });
          expect(found.count).toBe(truth.count);
          const label = new Int32Array(bytes.at.length).fill(-1);
          found.row.forEach((row, run) => {
            label.fill(found.label[run], row * size[0] + found.start[run], row * size[0] + found.end[run] + 1);
          });
          expect(label).toEqual(truth.label);
          const groups = voxelsByComponent(found);
          for (let component = 0; component < Math.min(found.count, 20); component++) {
            const voxels = voxelsOf(found, component);
            expect(voxels.length).toBe(found.voxels[component]);
            expect(groups.voxels.slice(groups.first[component], groups.first[component + 1])).toEqual(voxels);
            const i = voxels.map((offset) => offset % size[0]);
            const j = voxels.map((offset) => Math.floor(offset / size[0]) % size[1]);
            const k = voxels.map((offset) => Math.floor(offset / size[0] / size[1]));
            const box = [Math.min(...i), Math.min(...j), Math.min(...k), Math.max(...i), Math.max(...j), Math.max(...k)];
            expect(Array.from(found.bounds.slice(6 * component, 6 * component + 6))).toEqual(box);
          }
        });

  it('selects components and keeps those that a seed touches', () => {
    const mask = structuredMask([50, 30, 20], 4);
    const seed = randomMask({ size: mask.size, seed: 8, fill: 0.002 });
    const found = labelComponents(mask, { connectivity: 26 });
    const odd = selectComponents(found, (component) => component % 2 === 1);
    const { label } = bruteLabels(toBytes(mask), 26);
    expect(Array.from(voxelsOfMask(odd))).toEqual(Array.from(label).flatMap((l, at) => (l >= 0 && l % 2 === 1 ? [at] : [])));
    const kept = new Set(Array.from(voxelsOfMask(seed), (offset) => label[offset]));
    const grown = reconstructMask(seed, mask, { connectivity: 26 });
    expect(Array.from(voxelsOfMask(grown))).toEqual(Array.from(label).flatMap((l, at) => (l >= 0 && kept.has(l) ? [at] : [])));
    expect(kept.size).toBeGreaterThan(2);
  });

  it('fills holes per slice and in the volume', () => {
    for (const mode of ['slices', 'volume'] as const) {
      let filledVoxels = 0;
      for (const seed of [1, 2]) {
        const dense = randomMask({ size: [45, 17, 9], seed, fill: 0.65 });
        const shapes = structuredMask([45, 33, 21], seed);
        for (const mask of [dense, shapes]) {
          const filled = fillMaskHoles(mask, { mode });
          expect(toBytes(filled).at).toEqual(bruteFill(toBytes(mask), mode));
          filledVoxels += voxelsOfMask(filled).length - voxelsOfMask(mask).length;
        }
      }
      expect(filledVoxels).toBeGreaterThan(0);
    }
  });

  it('copes with nothing and with everything', () => {
    const none = createMask([33, 4, 3]);
    expect(labelComponents(none, { connectivity: 26 })).toMatchObject({ count: 0 });
    const all = notMask(createMask([33, 4, 3]));
    expect(labelComponents(all, { connectivity: 6 })).toMatchObject({ count: 1 });
    expect(hasVoxel(fillMaskHoles(none, { mode: 'volume' }), 5)).toBe(false);
  });
});
