import { expect, it } from 'vitest';
import { type Grid, IDENTITY } from '../../../../src/core/index.ts';
import { denseBlocks, maximumBlocks } from './blocks.ts';
import { lesionBlocks, projected } from './turning.ts';

/** One bright voxel far left, in front, at the head. */
const grid: Grid = { size: [9, 7, 5], spacingMm: [2, 2, 3], originMm: [0, 0, 0], direction: IDENTITY };
const mark = 8 + 9 * (0 + 7 * 4);
const hu = new Int16Array(9 * 7 * 5).fill(-1000);
hu[mark] = 900;
const blocks = maximumBlocks({ grid, hu });
const overlay = { id: 'L1', name: '1', colour: '', voxels: Int32Array.of(mark), selected: false, rejected: false };

it('shows left on the right and the head on top from the front, and turns as an eye walks round', () => {
  const marks = lesionBlocks(grid, blocks, [overlay]);
  const place = (azimuth: number): { right: number; row: number; lesion: number } => {
    const { width, maximum, lesion } = projected(grid, blocks, marks, azimuth);
    const at = maximum.indexOf(900);
    return { right: Math.sign((at % width) - (width - 1) / 2), row: Math.floor(at / width), lesion: lesion[at] };
  };
  expect(place(0)).toEqual({ right: 1, row: 0, lesion: 1 });
  expect(place(180)).toEqual({ right: -1, row: 0, lesion: 1 });
  // from the patient's left the front is on the left of the screen
  expect(place(90)).toEqual({ right: -1, row: 0, lesion: 1 });
  expect(place(270)).toEqual({ right: 1, row: 0, lesion: 1 });
});

it('keeps a bright speck in coarse blocks, and calls it dense', () => {
  const wide: Grid = { ...grid, size: [600, 4, 2] };
  const values = new Int16Array(600 * 4 * 2).fill(0);
  values[5] = 1000;
  const coarse = maximumBlocks({ grid: wide, hu: values });
  expect(coarse.size).toEqual([120, 4, 2]);
  expect(coarse.factor).toEqual([5, 1, 1]);
  expect(denseBlocks(coarse).share[1]).toBe(255);
  expect(denseBlocks(coarse).share[0]).toBe(0);
});
