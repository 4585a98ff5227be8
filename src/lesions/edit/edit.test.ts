import { beforeAll, describe, expect, it } from 'vitest';
import { type Anatomy, buildAnatomy } from '../../anatomy/index.ts';
import { type Grid, IDENTITY, indexToPatient, voxelVolumeMm3 } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { makePhantom, type Phantom } from '../../phantom/index.ts';
import {
  ballVoxels,
  findLesions,
  type Lesion,
  type LesionEditor,
  type LesionShape,
  mergeVoxels,
  openEditor,
  regroupLesions,
  withoutVoxels,
} from '../index.ts';
import type { LesionReading } from '../types.ts';
import { growFrom } from './grow.ts';
import { splitAtNeck, splitFromBone } from './split.ts';

/** Three extents and three spacings, so that no axis can stand for another. */
const grid: Grid = { size: [40, 24, 18], spacingMm: [1, 1.5, 2], originMm: [-5, 7, 11], direction: IDENTITY };
const at = (i: number, j: number, k: number): number => i + 40 * (j + 24 * k);
const ball = (i: number, j: number, k: number, radiusMm: number): Int32Array => ballVoxels(grid, { centre: [i, j, k], radiusMm });

describe('sets of voxels', () => {
  it('takes a ball in mm, not in voxels, cut at the edge of the grid', () => {
    const whole = ball(20, 12, 9, 3);
    expect(whole).toContain(at(23, 12, 9));
    expect(whole).toContain(at(20, 14, 9));
    expect(whole).toContain(at(20, 12, 10));
    expect(whole).not.toContain(at(20, 15, 9));
    expect(whole).not.toContain(at(20, 12, 11));
    expect([...whole]).toEqual([...whole].sort((a, b) => a - b));
    expect(ball(0, 0, 0, 3).length).toBeLessThan(whole.length);
    expect([...ball(5, 5, 5, 0)]).toEqual([at(5, 5, 5)]);
  });
  it('adds and takes away, ascending and each once', () => {
    const [a, b] = [Int32Array.of(1, 3, 5), Int32Array.of(2, 3, 9)];
    expect([...mergeVoxels(a, b)]).toEqual([1, 2, 3, 5, 9]);
    expect([...withoutVoxels(a, b)]).toEqual([1, 5]);
    expect([...withoutVoxels(mergeVoxels(a, b), b)]).toEqual([1, 5]);
  });
});

describe('growing', () => {
  it('takes what is connected, bright enough, within reach and not forbidden', () => {
    const hu = new Int16Array(40 * 24 * 18).fill(40);
    for (let i = 4; i < 30; i++) hu[at(i, 10, 8)] = 300;
    hu[at(33, 10, 8)] = 300;
    const grown = growFrom({ grid, hu, seed: at(10, 10, 8), leastHu: 130, mostMm: 8, forbidden: (offset) => offset === at(6, 10, 8) });
    expect([...grown]).toEqual(Array.from({ length: 12 }, (_, n) => at(7 + n, 10, 8)));
    expect(growFrom({ grid, hu, seed: at(0, 0, 0), leastHu: 130, mostMm: 8, forbidden: () => false }).length).toBe(0);
  });
});

describe('splitting', () => {
  const left = ball(10, 12, 9, 5);
  const right = ball(24, 12, 9, 4);
  const bridge = Int32Array.from({ length: 14 }, (_, n) => at(10 + n, 12, 9));
  const dumbbell = mergeVoxels(mergeVoxels(left, right), bridge);
  it('cuts a dumbbell at its neck, the larger part first, and loses no voxel', () => {
    const parts = splitAtNeck(dumbbell, grid);
    expect(parts?.length).toBe(2);
    expect(parts![0]).toContain(at(10, 12, 9));
    expect(parts![1]).toContain(at(24, 12, 9));
    expect([...mergeVoxels(parts![0], parts![1])]).toEqual([...dumbbell]);
    expect(parts![0].length + parts![1].length).toBe(dumbbell.length);
  });
  it('takes separate pieces for parts, and does not cut a ball', () => {
    expect(splitAtNeck(mergeVoxels(left, right), grid)?.map((part) => part.length)).toEqual([left.length, right.length]);
    expect(splitAtNeck(left, grid)).toBeNull();
    expect(splitAtNeck(Int32Array.of(3), grid)).toBeNull();
  });
  it('leaves bone behind, whether it is in the lesion or beside its neck', () => {
    const bone = new Set(right);
    const rest = splitFromBone(dumbbell, { grid, isBone: (offset) => bone.has(offset) });
    expect(rest).toContain(at(10, 12, 9));
    for (const offset of right) expect(rest!.includes(offset)).toBe(false);
    // the mask holds a plate beside the right ball only
    const plate = (offset: number): boolean => offset % 40 === 29;
    const clear = splitFromBone(dumbbell, { grid, isBone: plate });
    expect(clear).toContain(at(10, 12, 9));
    expect(clear!.includes(at(24, 12, 9))).toBe(false);
    expect(splitFromBone(left, { grid, isBone: () => false })).toBeNull();
    expect(splitFromBone(left, { grid, isBone: () => true })).toBeNull();
  });
});

describe('editing a scan', () => {
  const kernels = createPlainKernels();
  const person = { ageYears: 40, sex: 'female' } as const;
  let phantom: Phantom;
  let anatomy: Anatomy;
  let reading: LesionReading;
  let editor: LesionEditor;
  let shapes: LesionShape[];
  const plain = ({ voxels, ...facts }: Lesion) => ({ ...facts, count: voxels.length });
  beforeAll(async () => {
    phantom = makePhantom('circumscripta', { seed: 3, size: [128, 128, 56] });
    anatomy = await buildAnatomy(phantom.volume, kernels, {});
    reading = await findLesions(phantom.volume, anatomy, kernels, person);
    editor = openEditor(phantom.volume, anatomy, kernels, { ...person, found: reading.lesions.map((each) => each.voxels) });
    shapes = reading.lesions.map(({ id, number, voxels }) => ({ id, number, voxels, setCompartment: null }));
  }, 60_000);

  it('measures a lesion that was not changed as it was measured when it was found', () => {
    expect(reading.lesions.length).toBeGreaterThan(2);
    for (const [n, lesion] of reading.lesions.entries()) expect(plain(editor.measure(shapes[n]))).toEqual(plain(lesion));
  });
  it('makes a lesion smaller when it is erased from, and brings it back', () => {
    const [own] = shapes;
    const half = own.voxels.slice(0, own.voxels.length >> 1);
    const erased = editor.apply(shapes, { kind: 'voxels', lesionId: own.id, voxels: half });
    expect(erased.changed).toEqual([own.id]);
    expect(editor.measure(erased.shapes[0]).thresholdVolumeMm3).toBeCloseTo(half.length * voxelVolumeMm3(anatomy.grid), 6);
    expect(editor.measure(erased.shapes[0]).volumeMm3).toBeLessThan(reading.lesions[0].volumeMm3);
    const back = editor.apply(erased.shapes, { kind: 'voxels', lesionId: own.id, voxels: own.voxels });
    expect(plain(editor.measure(back.shapes[0]))).toEqual(plain(reading.lesions[0]));
    const gone = editor.apply(shapes, { kind: 'voxels', lesionId: own.id, voxels: new Int32Array(0) });
    expect(gone.shapes.length).toBe(shapes.length - 1);
  });
  it('grows an erased lesion to the threshold again, and nothing into what is dark', () => {
    const [own] = shapes;
    const peak = own.voxels.reduce((most, each) => (phantom.volume.hu[each] > phantom.volume.hu[most] ? each : most), own.voxels[0]);
    const [nx, ny] = anatomy.grid.size;
    const pointMm = indexToPatient(anatomy.grid, [peak % nx, Math.floor(peak / nx) % ny, Math.floor(peak / (nx * ny))]);
    const without = shapes.slice(1);
    const grown = editor.apply(without, { kind: 'grow', lesionId: null, pointMm, leastHu: null });
    const made = grown.shapes[grown.shapes.length - 1];
    expect(made.id).toBe(`L${Math.max(...without.map((each) => each.number)) + 1}`);
    expect([...made.voxels]).toEqual([...own.voxels]);
    const dark = editor.apply(shapes, { kind: 'grow', lesionId: null, pointMm: indexToPatient(anatomy.grid, [0, 0, 0]), leastHu: null });
    expect(dark.issues[0]?.code).toBe('lesions-edit-nothing-there');
    expect(dark.shapes).toBe(shapes);
  });
  it('merges two lesions under the lower number, and splits them again', () => {
    const merged = editor.apply(shapes, { kind: 'merge', lesionId: 'L3', otherId: 'L1' });
    expect(merged.changed).toEqual(['L1']);
    expect(merged.shapes.map((each) => each.id)).not.toContain('L3');
    const split = editor.apply(merged.shapes, { kind: 'split', lesionId: 'L1' });
    expect(split.changed.length).toBe(2);
    const sizes = split.shapes.filter((each) => split.changed.includes(each.id)).map((each) => each.voxels.length);
    expect(sizes.sort()).toEqual([shapes[0].voxels.length, shapes[2].voxels.length].sort());
  });
  it('takes the compartment that the reader says, and groups follow, with their names kept', () => {
    const set = editor.apply(shapes, { kind: 'compartment', lesionId: 'L1', compartment: 'muscle' });
    const lesion = editor.measure(set.shapes[0]);
    expect(lesion.compartment).toBe('muscle');
    expect(lesion.compartmentProbability).toEqual({ muscle: 1 });
    const before = reading.groups;
    expect(regroupLesions(reading.lesions, before).map((each) => [each.id, each.lesionIds])).toEqual(
      before.map((each) => [each.id, each.lesionIds]),
    );
    const after = regroupLesions([lesion, ...reading.lesions.slice(1)], before);
    expect(after.find((each) => each.lesionIds.includes('L1'))?.findings.map((each) => each.finding)).toContain('compartment-muscle');
    // without its first group's lesions, the group's name is not given to another
    const first = new Set(before[0].lesionIds);
    const rest = regroupLesions(
      reading.lesions.filter((each) => !first.has(each.id)),
      before,
    );
    expect(rest.map((each) => each.id)).not.toContain(before[0].id);
  });
});
