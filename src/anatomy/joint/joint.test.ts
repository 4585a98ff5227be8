import { expect, test } from 'vitest';
import { createPlainKernels } from '../../kernels/index.ts';
import { type Coarse, maskWhere } from '../frame/index.ts';
import { findJoints } from './index.ts';

const kernels = createPlainKernels();
const [N, BONE_HU, SOFT_HU] = [64, 700, 40];

/** Bone of even density where `inside` says so, 1 mm voxels, muscle about it. */
function joints(inside: (x: number, y: number, z: number) => boolean): ReturnType<typeof findJoints> {
  const bone = maskWhere([N, N, N], (at) => inside(at % N, Math.floor(at / N) % N, Math.floor(at / (N * N))));
  const hu = new Int16Array(N ** 3);
  for (let at = 0; at < hu.length; at++) hu[at] = inside(at % N, Math.floor(at / N) % N, Math.floor(at / (N * N))) ? BONE_HU : SOFT_HU;
  const coarse: Coarse = { size: [N, N, N], spacingMm: [1, 1, 1], factor: [1, 1, 1], hu };
  return findJoints(coarse, bone, kernels);
}
const block = (x: number, y: number, z: number, from: number, to: number): boolean =>
  x >= 18 && x < 46 && y >= 18 && y < 46 && z >= from && z < to;

test('two bones with a space of 4 mm between them make one joint, in the space', () => {
  const { places } = joints((x, y, z) => block(x, y, z, 4, 30) || block(x, y, z, 34, 60));
  expect(places.length).toBe(1);
  for (const at of places[0].centre) expect(at).toBeCloseTo(31.5, 0);
});

test('the same where blur has bridged the space over a part of its area', () => {
  const { places } = joints((x, y, z) => block(x, y, z, 4, 30) || block(x, y, z, 34, 60) || (block(x, y, z, 30, 34) && x < 26 && y < 26));
  expect(places.length).toBeGreaterThanOrEqual(1);
  for (const { centre } of places) expect(Math.abs(centre[2] - 31.5)).toBeLessThan(3);
});

test('the neck of one bone is no joint, nor are bones 14 mm apart', () => {
  const ball = (x: number, y: number, z: number, centre: number): boolean => Math.hypot(x - 32, y - 32, z - centre) < 14;
  expect(
    joints((x, y, z) => ball(x, y, z, 17) || ball(x, y, z, 47) || (Math.hypot(x - 32, y - 32) < 6 && z > 17 && z < 47)).places,
  ).toEqual([]);
  expect(joints((x, y, z) => block(x, y, z, 2, 25) || block(x, y, z, 39, 62)).places).toEqual([]);
});
