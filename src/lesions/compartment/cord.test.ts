import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { boundsOf, type Cord, fieldAbout, findCord } from './index.ts';

const SIZE: Vector3 = [48, 44, 40];
const SPACING: Vector3 = [0.9, 0.9, 1.2];
const [FAT, MUSCLE, BLOOD, TENDON, STONE] = [-100, 55, 42, 88, 600];
const AT: Vector3 = [24, 22, 20];

type Tissue = (mm: Vector3) => number;

/** A scan painted voxel by voxel, each the mean of 27 points in it; mm from the lesion's middle. A ball of stone of `radiusMm` lies there. */
function scene(tissue: Tissue, stone: { radiusMm: number; at?: Vector3 }): { cord: Cord | null; closed: number; longMm: number } {
  const hu = new Int16Array(SIZE[0] * SIZE[1] * SIZE[2]);
  const voxels: number[] = [];
  const middle = stone.at ?? [0, 0, 0];
  for (let k = 0, n = 0; k < SIZE[2]; k++)
    for (let j = 0; j < SIZE[1]; j++)
      for (let i = 0; i < SIZE[0]; i++, n++) {
        let sum = 0;
        for (let s = 0; s < 27; s++) {
          const sub = [(s % 3) - 1, (Math.floor(s / 3) % 3) - 1, Math.floor(s / 9) - 1];
          const mm = [i, j, k].map((each, axis) => (each + sub[axis] / 3 - AT[axis]) * SPACING[axis]) as unknown as Vector3;
          sum += Math.hypot(mm[0] - middle[0], mm[1] - middle[1], mm[2] - middle[2]) < stone.radiusMm ? STONE : tissue(mm);
        }
        hu[n] = sum / 27;
        if (hu[n] > 130) voxels.push(n);
      }
  const field = fieldAbout(hu, {
    grid: { size: SIZE, spacingMm: SPACING, originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    voxels: Int32Array.from(voxels),
    index: AT.map((each, axis) => each + middle[axis] / SPACING[axis]) as unknown as Vector3,
    lesionReachMm: stone.radiusMm,
    sigmaMm: [0.5, 0.5, 0.6],
    isBright: () => false,
  });
  const bounds = boundsOf(field, (FAT + MUSCLE) / 2);
  return { cord: findCord(field, { noiseHu: 10, widestMm: 24 }), closed: bounds.closed, longMm: bounds.longMm };
}

/** Distance from an oblique line through the middle. */
const DIRECTION: Vector3 = [0.36, 0.48, 0.8];
const fromLine = (mm: Vector3): number => {
  const along = mm[0] * DIRECTION[0] + mm[1] * DIRECTION[1] + mm[2] * DIRECTION[2];
  return Math.sqrt(Math.max(0, mm[0] ** 2 + mm[1] ** 2 + mm[2] ** 2 - along * along));
};

describe('the cord that a lesion lies in', () => {
  it('an oblique tendon in muscle: its millimetre of fat parts it, and it is denser than muscle', () => {
    const { cord } = scene((mm) => (fromLine(mm) < 3.5 ? TENDON : fromLine(mm) < 4.8 ? FAT : MUSCLE), { radiusMm: 1.6 });
    expect(cord?.ends).toBe(2);
    expect(cord?.diameterMm).toBeGreaterThan(5);
    expect(cord?.diameterMm).toBeLessThan(9);
    expect(cord?.hu).toBeGreaterThan(MUSCLE + 10);
    expect(cord?.offset).toBeLessThan(0.42);
  });
  it('a vessel in fat with its stone in the middle, and with plaque on its wall', () => {
    const vessel: Tissue = (mm) => (fromLine(mm) < 3.5 ? BLOOD : FAT);
    const stone = scene(vessel, { radiusMm: 1.6 }).cord;
    expect(stone?.ends).toBe(2);
    expect(Math.abs((stone?.hu ?? 0) - BLOOD)).toBeLessThan(12);
    expect(stone?.offset).toBeLessThan(0.42);
    // Square to the vessel's course.
    const plaque = scene(vessel, { radiusMm: 1.4, at: [-2.6, 1.95, 0] }).cord;
    expect(plaque?.ends).toBe(2);
    expect(plaque?.offset).toBeGreaterThan(0.6);
  });
  it('none in even muscle', () => {
    expect(scene(() => MUSCLE, { radiusMm: 2 }).cord).toBeNull();
  });
  it('a node in fat does not run on, and every ray out of it ends', () => {
    const node = scene((mm) => (Math.hypot(mm[0] / 5, mm[1] / 5, mm[2] / 7) < 1 ? BLOOD : FAT), { radiusMm: 1.6 });
    expect(node.closed).toBe(1);
    expect(node.longMm).toBeLessThan(18);
    expect(node.cord?.ends ?? 0).toBeLessThan(2);
  });
});
