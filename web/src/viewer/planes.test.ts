import { describe, expect, it } from 'vitest';
import { type Grid, IDENTITY } from '../../../src/core/index.ts';
import { samplesBySlice } from './overlays.ts';
import { indexOf, nearestVoxel, PLANES, paintSlice, planeShape, sampleOf, slabMaximum, slabOf } from './planes.ts';
import { sidesOf, WHOLE } from './transform.ts';
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
    const into = new Uint32Array(shape.width * shape.height);
    paintSlice({ grid, hu }, plane, MARK[through], grey, into);
    const bright = into.findIndex((value) => (value & 0xff) > 200);
    const at = sampleOf(grid, plane, MARK);
    expect(bright).toBe(at.y * shape.width + at.x);
    expect(indexOf(grid, plane, { ...at, slice: MARK[through] })).toEqual([...MARK]);
    const samples = samplesBySlice(grid, plane, Int32Array.of(offset));
    expect([...samples]).toEqual([[MARK[through], [bright]]]);
    // the slab that reaches the marked slice shows it at the same sample, one that does not shows none
    const maximum = new Int16Array(shape.width * shape.height);
    slabMaximum({ grid, hu }, plane, { from: 0, to: shape.slices - 1 }, maximum);
    expect(maximum.indexOf(1000)).toBe(bright);
    slabMaximum({ grid, hu }, plane, MARK[through] === 0 ? { from: 1, to: shape.slices - 1 } : { from: 0, to: MARK[through] - 1 }, maximum);
    expect(maximum.indexOf(1000)).toBe(-1);
  });

  it('show patient left on the right, and the head up', () => {
    // the voxel lies far left, in front, and at the head
    expect(sampleOf(grid, 'axial', MARK)).toEqual({ x: 3, y: 0 });
    expect(sampleOf(grid, 'coronal', MARK)).toEqual({ x: 3, y: 0 });
    expect(sampleOf(grid, 'sagittal', MARK)).toEqual({ x: 0, y: 0 });
    expect(sidesOf(grid, 'axial', WHOLE)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(sidesOf(grid, 'coronal', WHOLE)).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(sidesOf(grid, 'sagittal', WHOLE)).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
  });
});

describe('slabs', () => {
  it('are cut to whole slices about the one that is shown, inside the volume', () => {
    expect(slabOf(grid, 'axial', 2, 9)).toEqual({ from: 1, to: 3 });
    expect(slabOf(grid, 'axial', 0, 9)).toEqual({ from: 0, to: 1 });
    expect(slabOf(grid, 'axial', 4, 0.1)).toEqual({ from: 4, to: 4 });
    expect(slabOf(grid, 'coronal', 1, 4)).toEqual({ from: 1, to: 2 });
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
    const at = (value: number, table: Uint32Array): number => table[value + 32768] & 0xff;
    expect([at(-160, soft), at(240, soft), at(-1000, soft), at(3000, soft)]).toEqual([0, 255, 0, 255]);
    expect(at(240, greyTable(PRESETS[0], true))).toBe(0);
  });
});
