import { describe, expect, it } from 'vitest';
import { createRandom, type Grid, IDENTITY, type Vector3 } from '../../core/index.ts';
import { maskOf, patchAround } from '../patch/index.ts';
import { type Course, cordOf, courseOf, isEnclosedLump, tendonLikeness } from './course.ts';

const size: Vector3 = [48, 44, 30];
const spacingMm: Vector3 = [0.8, 0.8, 1.25];
const grid: Grid = { size, spacingMm, originMm: [0, 0, 0], direction: IDENTITY };
const middle = size.map((count, axis) => ((count - 1) / 2) * spacingMm[axis]);

type Shape = (x: number, y: number, z: number) => number | null;

/** Inside a rod of this radius about a line through a point, mm from the middle of the scan. */
const rod =
  (along: Vector3, radiusMm: number, hu: number, through: Vector3 = [0, 0, 0]): Shape =>
  (x, y, z) => {
    const p = [x - through[0], y - through[1], z - through[2]];
    const length = Math.hypot(...along);
    const t = (p[0] * along[0] + p[1] * along[1] + p[2] * along[2]) / length;
    return Math.hypot(...p.map((each, axis) => each - (t * along[axis]) / length)) <= radiusMm ? hu : null;
  };
const ball =
  (radiusMm: number, hu: number, centre: Vector3 = [0, 0, 0]): Shape =>
  (x, y, z) =>
    Math.hypot(x - centre[0], y - centre[1], z - centre[2]) <= radiusMm ? hu : null;

/** A scan of shapes in one tissue, with a calcification of 2 mm radius at `at`, and what is found about it. */
function about(tissueHu: number, shapes: readonly Shape[], at: Vector3 = [0, 0, 0]): Course {
  const random = createRandom(3);
  const hu = new Int16Array(size[0] * size[1] * size[2]);
  const voxels: number[] = [];
  for (let offset = 0; offset < hu.length; offset++) {
    const index = [offset % size[0], Math.floor(offset / size[0]) % size[1], Math.floor(offset / (size[0] * size[1]))];
    const [x, y, z] = index.map((each, axis) => each * spacingMm[axis] - middle[axis]);
    let value = tissueHu;
    for (const shape of [...shapes, ball(2, 700, at)]) value = shape(x, y, z) ?? value;
    if (value === 700) voxels.push(offset);
    hu[offset] = Math.round(value + 12 * random.normal());
  }
  const own = Int32Array.from(voxels);
  const index = (axis: number) => (offset: number) => Math.floor(offset / [1, size[0], size[0] * size[1]][axis]) % size[axis];
  const [low, high] = [Math.min, Math.max].map((pick) => [0, 1, 2].map((axis) => pick(...voxels.map(index(axis)))) as unknown as Vector3);
  const patch = patchAround(grid, { low, high, marginMm: 8 });
  const found = courseOf({
    hu,
    patch,
    object: maskOf(patch, own),
    sigmaMm: 0.7,
    brightHu: 130,
    isBone: () => false,
    fatHu: -100,
    muscleHu: 55,
  });
  if (found === null) throw new Error('no course');
  return found;
}

const WAYS: readonly (readonly [string, Vector3])[] = [
  ['along the scan', [0, 0, 1]],
  ['across it', [1, 0.2, 0]],
  ['oblique', [1, -1, 1]],
];

describe('what a lesion lies in', () => {
  it.each(WAYS)('is a tendon when a dense strand runs %s through muscle', (_, along) => {
    expect(tendonLikeness(about(55, [rod(along, 4, 100)]))).toBeGreaterThan(0.8);
  });

  it('is no tendon in plain muscle, in a dense organ, or where the strand passes elsewhere', () => {
    expect(tendonLikeness(about(55, []))).toBe(0);
    expect(tendonLikeness(about(100, []))).toBe(0);
    expect(tendonLikeness(about(55, [rod([0, 0, 1], 4, 100, [12, 0, 0])]))).toBe(0);
  });

  it.each(WAYS)('is a cord when a vessel runs %s through fat: a stone in its middle, a plaque on its wall', (_, along) => {
    const stone = cordOf(about(-100, [rod(along, 4, 42)]));
    expect(stone?.ends).toBe(2);
    expect(stone?.offset).toBeLessThan(0.4);
    const aside: Vector3 = along[2] === 1 && along[0] === 0 ? [4, 0, 0] : [2.6, 2.6, 0];
    const off = along[1] === 0.2 ? ([0, 4, 0] as Vector3) : aside;
    const plaque = cordOf(about(-100, [rod(along, 4, 42)], off));
    expect(plaque?.offset).toBeGreaterThan(0.6);
  });

  it('is a lump when fat encloses it, as it does a node, and none in a vessel, in muscle or in bare fat', () => {
    expect(isEnclosedLump(about(-100, [ball(6, 45)]))).toBe(true);
    expect(isEnclosedLump(about(-100, [rod([1, 0, 1], 4, 42)]))).toBe(false);
    expect(isEnclosedLump(about(55, []))).toBe(false);
    expect(isEnclosedLump(about(-100, []))).toBe(false);
  });
});
