import { expect, test } from 'vitest';
import { type Grid, indexToPatient, type Matrix3, type Vector3, type Volume } from '../core/index.ts';
import { createPlainKernels } from '../kernels/index.ts';
import { buildAnatomy } from './build.ts';
import { limb, paintVolume, sphere } from './proof/scene.ts';
import { TISSUES } from './types.ts';

const kernels = createPlainKernels();
const NODULE: Vector3 = [78 + 47, 0, 6];

/** Two thighs; a calcified nodule in the fat of the left one. */
const thighs = (): Volume =>
  paintVolume({
    size: [180, 100, 30],
    spacingMm: [2, 2, 4],
    paints: [
      ...limb({ x: -78, y: 0, radiusMm: 70 }),
      ...limb({ x: 78, y: 0, radiusMm: 70 }),
      sphere({ centre: NODULE, radiusMm: 5, hu: 500 }),
    ],
    noiseHu: 10,
  });

/** The same patient stored with axes permuted and flipped. */
function stored(volume: Volume, order: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2], flip: readonly [boolean, boolean, boolean]): Volume {
  const { grid, hu } = volume;
  const size = order.map((axis) => grid.size[axis]) as unknown as Vector3;
  const spacingMm = order.map((axis) => grid.spacingMm[axis]) as unknown as Vector3;
  const corner = [0, 0, 0];
  order.forEach((axis, to) => {
    if (flip[to]) corner[axis] = grid.size[axis] - 1;
  });
  const direction: number[] = [];
  for (let row = 0; row < 3; row++) for (let to = 0; to < 3; to++) direction.push((order[to] === row ? 1 : 0) * (flip[to] ? -1 : 1));
  const out = new Int16Array(hu.length);
  let write = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++) {
        const at = [0, 0, 0];
        [a, b, c].forEach((value, to) => {
          at[order[to]] = flip[to] ? size[to] - 1 - value : value;
        });
        out[write++] = hu[at[0] + grid.size[0] * (at[1] + grid.size[1] * at[2])];
      }
  const turned: Grid = {
    size,
    spacingMm,
    originMm: indexToPatient(grid, corner as unknown as Vector3),
    direction: direction as unknown as Matrix3,
  };
  return { ...volume, grid: turned, hu: out };
}

test('two thighs: tissues, depth, region and side', async () => {
  const volume = thighs();
  const anatomy = await buildAnatomy(volume, kernels);
  expect(anatomy.bodyRegions).toEqual(['thigh']);
  expect(anatomy.locate(NODULE)).toEqual({ region: 'thigh', side: 'left' });
  expect(anatomy.locate([-NODULE[0], 0, 6])).toEqual({ region: 'thigh', side: 'right' });
  const at = (x: number, y: number, z: number): number => {
    const [i, j, k] = [x, y, z].map((value, axis) => Math.round((value - volume.grid.originMm[axis]) / volume.grid.spacingMm[axis]));
    return i + 180 * (j + 100 * k);
  };
  expect(anatomy.tissue[at(78 + 60, 0, 0)]).toBe(TISSUES.subcutaneousFat);
  expect(anatomy.tissue[at(78 + 35, 0, 0)]).toBe(TISSUES.muscle);
  expect(anatomy.tissue[at(78, 0, 0)]).toBe(TISSUES.boneMarrow);
  expect(anatomy.tissue[at(78 + 12, 0, 0)]).toBe(TISSUES.boneCortex);
  expect(anatomy.tissue[at(0, 80, 0)]).toBe(TISSUES.outside);
  const around = anatomy.surroundings(Int32Array.of(at(...NODULE)));
  expect(around.depthFromSkinMm!).toBeGreaterThan(19);
  expect(around.depthFromSkinMm!).toBeLessThan(27);
  expect(around.distanceToBoneMm!).toBeGreaterThan(29);
  expect(around.distanceToBoneMm!).toBeLessThan(37);
});

test.each([
  ['permuted', [2, 0, 1], [false, false, false]],
  ['flipped', [0, 1, 2], [true, true, false]],
  ['both', [1, 2, 0], [true, false, true]],
] as const)('the side stays the same when the grid is %s', async (_, order, flip) => {
  const anatomy = await buildAnatomy(stored(thighs(), order, flip), kernels);
  const reference = await buildAnatomy(thighs(), kernels);
  expect(anatomy.locate(NODULE).side).toBe('left');
  expect(Buffer.compare(Buffer.from(anatomy.tissue), Buffer.from(reference.tissue))).toBe(0);
});

test('an aborted run stops with the reason', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(buildAnatomy(thighs(), kernels, { signal: controller.signal })).rejects.toThrow('enough');
});

test('a scan of nothing gives issues, not an exception', async () => {
  const empty = paintVolume({ size: [40, 40, 10], spacingMm: [3, 3, 3], paints: [] });
  const anatomy = await buildAnatomy(empty, kernels);
  expect(anatomy.issues.map((each) => each.code)).toContain('anatomy-no-body');
  expect(anatomy.locate([0, 0, 0])).toEqual({ region: 'unknown', side: 'unknown' });
});
