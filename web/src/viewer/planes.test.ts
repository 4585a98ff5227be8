import { describe, expect, it } from 'vitest';
import { type Grid, IDENTITY } from '../../../src/core/index.ts';
import { indexOf, maskOnSlice, nearestVoxel, PLANES, paintSlice, planeShape, sampleOf, sidesOf } from './planes.ts';
import { greyTable, PRESETS } from './windows.ts';

/** Three different extents, and one bright voxel off every axis of symmetry. */
const grid: Grid = { size: [4, 3, 5], spacingMm: [1, 2, 3], originMm: [0, 0, 0], direction: IDENTITY };
const MARK = [3, 0, 4] as const;
const offset = MARK[0] + 4 * (MARK[1] + 3 * MARK[2]);
const hu = new Int16Array(60).fill(-1000);
hu[offset] = 1000;
const grey = greyTable({ widthHu: 2000, levelHu: 0 }, false);

describe('planes', () => {
  it.each(PLANES)('put the marked voxel of the %s plane where sampleOf says, and lead back to it', (plane) => {
    const shape = planeShape(grid, plane);
    const through = { axial: 2, coronal: 1, sagittal: 0 }[plane];
    const into = new Uint8ClampedArray(shape.width * shape.height * 4);
    paintSlice({ grid, hu }, plane, MARK[through], grey, into);
    const bright = [...into].findIndex((value, index) => index % 4 === 0 && value > 200) / 4;
    const at = sampleOf(grid, plane, MARK);
    expect(bright).toBe(at.y * shape.width + at.x);
    expect(indexOf(grid, plane, { ...at, slice: MARK[through] })).toEqual([...MARK]);
    const mask = maskOnSlice(grid, plane, MARK[through], Int32Array.of(offset));
    expect(mask?.indexOf(1)).toBe(bright);
    expect(maskOnSlice(grid, plane, 1, Int32Array.of(offset))).toBeNull();
  });

  it('show patient left on the right, and the head up', () => {
    // the voxel lies far left, in front, and at the head
    expect(sampleOf(grid, 'axial', MARK)).toEqual({ x: 3, y: 0 });
    expect(sampleOf(grid, 'coronal', MARK)).toEqual({ x: 3, y: 0 });
    expect(sampleOf(grid, 'sagittal', MARK)).toEqual({ x: 0, y: 0 });
    expect(sidesOf(grid, 'axial')).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(sidesOf(grid, 'coronal')).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(sidesOf(grid, 'sagittal')).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
  });
});

describe('nearestVoxel', () => {
  it('stays inside a lesion whose middle lies outside it, and measures in mm', () => {
    // two voxels at x 0 and 3 in one row: the middle is between them
    expect(nearestVoxel(grid, Int32Array.of(0, 3), [1, 0, 0])).toEqual([0, 0, 0]);
    // one step in z is 3 mm, two steps in x are 2 mm
    expect(nearestVoxel(grid, Int32Array.of(2, 12), [0, 0, 0])).toEqual([2, 0, 0]);
    expect(nearestVoxel(grid, new Int32Array(0), [0, 0, 0])).toBeNull();
  });
});

describe('windows', () => {
  it('map the ends of the window to black and white, and invert', () => {
    const soft = greyTable(PRESETS[0], false);
    const at = (value: number, table: Uint8Array): number => table[value + 32768];
    expect([at(-160, soft), at(240, soft), at(-1000, soft), at(3000, soft)]).toEqual([0, 255, 0, 255]);
    expect(at(240, greyTable(PRESETS[0], true))).toBe(0);
  });
});
