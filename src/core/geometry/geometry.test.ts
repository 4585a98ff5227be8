import { describe, expect, test } from 'vitest';
import type { Grid, Matrix3, Vector3 } from './index.ts';
import {
  canonicalAxes,
  canonicalGrid,
  determinant,
  fromCanonicalOrder,
  IDENTITY,
  indexToPatient,
  isCanonical,
  patientToIndex,
  toCanonicalOrder,
} from './index.ts';

const AXES: Vector3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The 48 ways three signed axes can be laid along the patient's. */
function orientations(): Matrix3[] {
  const all: Matrix3[] = [];
  for (const [a, b, c] of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])
    for (let signs = 0; signs < 8; signs++) {
      const columns = [a, b, c].map((axis, column) => AXES[axis].map((value) => value * (signs & (1 << column) ? -1 : 1) + 0));
      all.push([0, 1, 2].flatMap((row) => columns.map((column) => column[row])) as unknown as Matrix3);
    }
  return all;
}

const oblique: Grid = {
  size: [3, 4, 5],
  spacingMm: [0.7, 0.8, 2.5],
  originMm: [-10, 20, 30],
  direction: [0, 0.6, 0.8, 1, 0, 0, 0, 0.8, -0.6],
};

describe('grid', () => {
  test('should place the first voxel at the origin and step by spacing along the direction columns', () => {
    expect(indexToPatient(oblique, [0, 0, 0])).toEqual([-10, 20, 30]);
    expect(indexToPatient(oblique, [1, 0, 0])).toEqual([-10, 20.7, 30]);
    const [x, y, z] = indexToPatient(oblique, [0, 1, 0]);
    expect([x, y, z]).toEqual([-10 + 0.48, 20, 30 + 0.64]);
  });
  test('should come back from patient space to the same index', () => {
    const back = patientToIndex(oblique, indexToPatient(oblique, [2, 1.5, 4]));
    [2, 1.5, 4].forEach((value, axis) => {
      expect(back[axis]).toBeCloseTo(value, 12);
    });
  });
});

describe('canonical walk', () => {
  test.each(orientations())('should keep every voxel at its patient point, and come back: %j', (...direction) => {
    const grid: Grid = { ...oblique, direction: direction as unknown as Matrix3 };
    const map = canonicalAxes(grid.direction);
    const target = canonicalGrid(grid, map);
    expect(target.direction).toEqual(IDENTITY);
    expect(Math.abs(determinant(target.direction))).toBe(1);
    const voxels = Int16Array.from({ length: 60 }, (_, offset) => offset);
    const walked = toCanonicalOrder(voxels, grid, map, new Int16Array(60));
    for (let k = 0; k < target.size[2]; k++)
      for (let j = 0; j < target.size[1]; j++)
        for (let i = 0; i < target.size[0]; i++) {
          const value = walked[i + target.size[0] * (j + target.size[1] * k)];
          const source: Vector3 = [value % 3, Math.floor(value / 3) % 4, Math.floor(value / 12)];
          const here = indexToPatient(target, [i, j, k]);
          indexToPatient(grid, source).forEach((value2, axis) => {
            expect(here[axis]).toBeCloseTo(value2, 9);
          });
        }
    expect([...fromCanonicalOrder(walked, grid, map, new Int16Array(60))]).toEqual([...voxels]);
  });
  test('should leave an axial head-first supine grid as it is', () => {
    expect(isCanonical(canonicalAxes(IDENTITY))).toBe(true);
    expect(isCanonical(canonicalAxes([1, 0, 0, 0, 1, 0, 0, 0, -1]))).toBe(false);
  });
});
