import { expect, it } from 'vitest';
import { type Grid, IDENTITY } from '../../../../src/core/index.ts';
import { letterAlong, placed, toSeen } from './space.ts';

it('turns patient space and does not mirror it', () => {
  const [x, y, z] = [toSeen([1, 0, 0]), toSeen([0, 1, 0]), toSeen([0, 0, 1])];
  const determinant = x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0]);
  expect(determinant).toBe(1);
  // seen from the front, left is on the right, the head up, the front towards the eye
  expect([letterAlong([1, 0, 0]), letterAlong([0, 1, 0]), letterAlong([0, 0.1, -1])]).toEqual(['L', 'H', 'P']);
});

it('places voxels in mm about the middle, on a flipped grid too', () => {
  const grid: Grid = { size: [5, 3, 3], spacingMm: [1, 2, 3], originMm: [100, 50, 7], direction: IDENTITY };
  expect([...placed(grid, Float32Array.of(4, 0, 2))]).toEqual([2, 3, 2]);
  const flipped: Grid = { ...grid, direction: [-1, 0, 0, 0, -1, 0, 0, 0, 1] };
  expect([...placed(flipped, Float32Array.of(4, 0, 2))]).toEqual([-2, 3, -2]);
});
