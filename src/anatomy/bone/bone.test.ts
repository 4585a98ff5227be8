import { expect, test } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { isSet } from '../frame/index.ts';
import { block, cylinder, limb, type Paint, paintVolume, sphere } from '../proof/scene.ts';
import { findBone } from './bone.ts';

const kernels = createPlainKernels();
const size: Vector3 = [140, 140, 40];
const spacingMm: Vector3 = [0.8, 0.8, 1];

function boneOf(
  paints: readonly Paint[],
  noiseHu = 10,
): {
  at: (x: number, y: number, z: number) => boolean;
  attached: (x: number, y: number, z: number) => boolean;
} {
  const volume = paintVolume({ size, spacingMm, paints, noiseHu });
  const none = kernels.emptyMask(size);
  const skeleton = findBone({
    hu: volume.hu,
    size,
    spacingMm,
    body: kernels.not(kernels.emptyMask(size)),
    enhanced: none,
    thresholdHu: 130,
    noiseHu,
    contrastCeilingHu: null,
    aorta: { wall: none, lumen: none },
    nearLung: none,
    kernels,
  });
  const index = (value: number, axis: number): number => Math.round(value / spacingMm[axis] + (size[axis] - 1) / 2);
  return {
    at: (x, y, z) => isSet(skeleton.bone, index(x, 0), index(y, 1), index(z, 2)),
    attached: (x, y, z) => isSet(skeleton.attached, index(x, 0), index(y, 1), index(z, 2)),
  };
}

const thigh = limb({ x: 0, y: 0, radiusMm: 52, boneMm: 13 });

test('a long bone is bone with its marrow', () => {
  const bone = boneOf(thigh);
  expect(bone.at(11, 0, 0)).toBe(true);
  expect(bone.at(0, 0, 0)).toBe(true);
  expect(bone.at(20, 0, 0)).toBe(false);
});

test.each([3, 6])('a calcification of %i mm radius that touches bone is cut from it', (radiusMm) => {
  const bone = boneOf([...thigh, sphere({ centre: [13 + radiusMm - 0.4, 0, 0], radiusMm, hu: 700 })]);
  expect(bone.at(13 + radiusMm, 0, 0)).toBe(false);
  expect(bone.attached(13 + radiusMm, 0, 0)).toBe(true);
  expect(bone.at(11, 0, 0)).toBe(true);
});

test('a calcified nodule in muscle is not bone; a small bone with cortex and marrow is', () => {
  const nodule = boneOf([...thigh, sphere({ centre: [25, 0, 0], radiusMm: 5, hu: 800 })]);
  expect(nodule.at(25, 0, 0)).toBe(false);
  const small = boneOf([
    cylinder({ x: 0, y: 0, radiusMm: 40, hu: 55 }),
    sphere({ centre: [10, 0, 0], radiusMm: 7, hu: 900 }),
    sphere({ centre: [10, 0, 0], radiusMm: 4.6, hu: 230 }),
  ]);
  expect(small.at(10, 0, 0)).toBe(true);
});

test('a rib whose marrow is bright stays bone under a deposit denser than itself, and the deposit does not', () => {
  const bar = (half: number, hu: number): Paint => block({ low: [-40, -half, -half], high: [40, half, half], hu });
  const rib = boneOf([
    cylinder({ x: 0, y: 0, radiusMm: 80, hu: 55 }),
    bar(4, 350),
    bar(2.8, 160),
    sphere({ centre: [0, 9, 0], radiusMm: 7.5, hu: 1200 }),
  ]);
  expect(rib.at(25, 0, 0)).toBe(true);
  expect(rib.at(-25, 0, 0)).toBe(true);
  expect(rib.at(0, 12, 0)).toBe(false);
});

test('a dense nodule in a noisy organ near the threshold is no bone', () => {
  const nodule = boneOf([cylinder({ x: 0, y: 0, radiusMm: 60, hu: 112 }), sphere({ centre: [5, 0, 0], radiusMm: 4, hu: 1000 })], 20);
  expect(nodule.at(5, 0, 0)).toBe(false);
});

test('a thin bone with marrow as even as fluid is filled where its cortex is thick all round, a calcified artery of its size is not', () => {
  const tube = (wallMm: number): boolean =>
    boneOf([
      cylinder({ x: 0, y: 0, radiusMm: 40, hu: 55 }),
      cylinder({ x: 3, y: 0, radiusMm: 3 + wallMm, hu: 950 }),
      cylinder({ x: 3, y: 0, radiusMm: 3, hu: 50 }),
    ]).at(3, 0, 0);
  expect(tube(2.4)).toBe(true);
  expect(tube(1)).toBe(false);
});

test('a calcified vessel wall around blood is no bone with marrow', () => {
  const bone = boneOf([
    cylinder({ x: 0, y: 0, radiusMm: 40, hu: -100 }),
    cylinder({ x: 5, y: 5, radiusMm: 9, hu: 600 }),
    cylinder({ x: 5, y: 5, radiusMm: 7.2, hu: 45 }),
  ]);
  expect(bone.at(5, 5, 0)).toBe(false);
  expect(bone.at(13, 5, 0)).toBe(false);
});
