import { describe, expect, it } from 'vitest';
import { type Grid, IDENTITY, indexToPatient, type Matrix3, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import type { Mark } from '../model/marks.ts';
import { lookAfter } from './commands.ts';
import { distanceMm, huAt, pointOfSample, readMark, sampleOfPoint } from './measure.ts';
import { LAYOUT, PLANES, type PlaneName, planeShape, sampleOf } from './planes.ts';
import { startLook } from './state.ts';
import { matrixOf, type PaneView, pannedBy, sidesOf, toDevice, toSample, WHOLE, zoomedAt } from './transform.ts';

const size = { width: 640, height: 400, pixelRatio: 1 };
const straight: Grid = { size: [40, 30, 20], spacingMm: [0.8, 0.8, 2.5], originMm: [-16, -12, -25], direction: IDENTITY };
/** Turned by 20 degrees about the head-foot axis and then tilted by 10, as a head scan may lie; canonical all the same. */
const oblique: Grid = (() => {
  const [a, b] = [(20 * Math.PI) / 180, (10 * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const direction: Matrix3 = [ca, -sa * cb, sa * sb, sa, ca * cb, -ca * sb, 0, sb, cb];
  return { ...straight, direction };
})();
const VIEWS: readonly PaneView[] = [0, 1, 2, 3].flatMap((turns) =>
  [false, true].flatMap((flipX) => [false, true].map((flipY) => ({ ...WHOLE, turns, flipX, flipY, zoom: 1.7, centreMm: { x: 9, y: 7 } }))),
);
const cases = [straight, oblique].flatMap((grid) =>
  PLANES.map((plane) => [grid === straight ? 'straight' : 'oblique', plane, grid] as const),
);

describe.each(cases)('%s grid, %s plane', (_, plane: PlaneName, grid) => {
  it('leads from samples to the screen and back under every turn and flip, in true proportion', () => {
    const shape = planeShape(grid, plane);
    for (const view of VIEWS) {
      const m = matrixOf(grid, plane, view, size);
      const back = toSample(m, toDevice(m, { x: 3.25, y: 11.5 }));
      expect(back.x).toBeCloseTo(3.25, 9);
      expect(back.y).toBeCloseTo(11.5, 9);
      // a millimetre is as long along one axis of the plane as along the other
      expect(Math.hypot(m.a, m.b) / shape.acrossMm).toBeCloseTo(Math.hypot(m.c, m.d) / shape.downMm, 9);
      const mirrored = (view.flipX ? 1 : 0) + (view.flipY ? 1 : 0) === 1;
      expect(Math.sign(m.a * m.d - m.b * m.c)).toBe(mirrored ? -1 : 1);
    }
  });

  it('measures between voxels as far as they lie apart in the patient', () => {
    const { across, down, through } = LAYOUT[plane];
    const [from, to]: [number, number, number][] = [
      [5, 6, 7],
      [5, 6, 7],
    ];
    to[across] += 12;
    to[down] += 9;
    const sample = (index: Vector3) => {
      const at = sampleOf(grid, plane, index);
      // the middle of a sample lies half a sample from its corner
      return pointOfSample(grid, plane, { x: at.x + 0.5, y: at.y + 0.5, slice: index[through] });
    };
    const pointsMm = [sample(from), sample(to)];
    const [p, q] = [indexToPatient(grid, from), indexToPatient(grid, to)];
    for (const axis of [0, 1, 2]) expect(pointsMm[0][axis]).toBeCloseTo(p[axis], 9);
    const expected = Math.hypot(12 * grid.spacingMm[across], 9 * grid.spacingMm[down]);
    expect(distanceMm(p, q)).toBeCloseTo(expected, 9);
    const mark: Mark = { id: 'M1', kind: 'length', plane, pointsMm };
    expect(readMark({ grid, hu: new Int16Array(0) }, mark)).toEqual({ kind: 'length', mm: expect.closeTo(expected, 9) as number });
    const again = sampleOfPoint(grid, plane, pointsMm[1]);
    expect(again.slice).toBe(to[through]);
    expect(again.x - 0.5).toBeCloseTo(sampleOf(grid, plane, to).x, 9);
    expect(again.y - 0.5).toBeCloseTo(sampleOf(grid, plane, to).y, 9);
  });

  it('reads an ellipse on the voxels whose centres it holds, and a probe on its own', () => {
    const { across, down, through } = LAYOUT[plane];
    const hu = new Int16Array(40 * 30 * 20).fill(-1000);
    const offset = (index: readonly number[]): number => index[0] + 40 * (index[1] + 30 * index[2]);
    const centre: [number, number, number] = [10, 9, 8];
    const inside: number[] = [];
    for (let y = -3; y <= 3; y++)
      for (let x = -5; x <= 5; x++) {
        if ((x / 5) ** 2 + (y / 3) ** 2 > 1) continue;
        const index = [...centre];
        index[across] += x;
        index[down] += y;
        hu[offset(index)] = 10 * x + y;
        inside.push(10 * x + y);
      }
    const corner = (sign: 1 | -1): Vector3 => {
      const index: [number, number, number] = [...centre];
      index[across] += 5 * sign;
      index[down] += 3 * sign;
      return indexToPatient(grid, index);
    };
    const reading = readMark({ grid, hu }, { id: 'M1', kind: 'ellipse', plane, pointsMm: [corner(-1), corner(1)] });
    const mean = inside.reduce((a, b) => a + b, 0) / inside.length;
    expect(reading).toMatchObject({
      voxels: inside.length,
      meanHu: expect.closeTo(mean, 9),
      sdHu: expect.closeTo(Math.sqrt(inside.reduce((sum, each) => sum + (each - mean) ** 2, 0) / inside.length), 9),
      minHu: Math.min(...inside),
      maxHu: Math.max(...inside),
      areaMm2: expect.closeTo(Math.PI * 15 * grid.spacingMm[across] * grid.spacingMm[down], 9),
    });
    expect(huAt({ grid, hu }, indexToPatient(grid, centre))).toBe(0);
    expect(huAt({ grid, hu }, [999, 0, 0])).toBeNull();
    expect(centre[through]).toBe([10, 9, 8][through]);
  });
});

describe('views', () => {
  it('turn and flip the letters with the image', () => {
    expect(sidesOf(straight, 'axial', { ...WHOLE, turns: 1 })).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
    expect(sidesOf(straight, 'axial', { ...WHOLE, flipX: true })).toEqual({ left: 'L', right: 'R', top: 'A', bottom: 'P' });
    expect(sidesOf(straight, 'coronal', { ...WHOLE, flipY: true })).toEqual({ left: 'R', right: 'L', top: 'F', bottom: 'H' });
    expect(sidesOf(straight, 'sagittal', { ...WHOLE, turns: 2 })).toEqual({ left: 'P', right: 'A', top: 'F', bottom: 'H' });
    // an oblique axis is named by both letters it runs between
    expect(sidesOf(oblique, 'axial', WHOLE).right.startsWith('L')).toBe(true);
  });
  it('keep the point under the pointer while zooming, and follow the hand while panning', () => {
    const at = { x: 200, y: 120 };
    const zoomed = zoomedAt(straight, 'axial', WHOLE, size, { factor: 2, at });
    const before = toSample(matrixOf(straight, 'axial', WHOLE, size), at);
    const after = toSample(matrixOf(straight, 'axial', zoomed, size), at);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
    const panned = pannedBy(straight, 'axial', { ...zoomed, turns: 1, flipX: true }, size, { x: 30, y: -12 });
    const from = toDevice(matrixOf(straight, 'axial', { ...zoomed, turns: 1, flipX: true }, size), { x: 8, y: 8 });
    const to = toDevice(matrixOf(straight, 'axial', panned, size), { x: 8, y: 8 });
    expect(to.x - from.x).toBeCloseTo(30, 9);
    expect(to.y - from.y).toBeCloseTo(-12, 9);
  });
});

describe('commands', () => {
  const look = startLook(straight);
  const act = (...commands: Parameters<typeof lookAfter>[2][]) =>
    commands.reduce((now, command) => lookAfter(straight, now, command, { axial: size }) ?? now, look);
  it('scroll inside the volume, and move the cross as seen on the screen', () => {
    expect(act('slice-first').cross[2]).toBe(0);
    expect(act('slice-last', 'slice-up').cross[2]).toBe(19);
    expect(act('slice-first', 'slices-up').cross[2]).toBe(10);
    expect(act('cross-right').cross).toEqual([21, 15, 10]);
    expect(act('flip-x', 'cross-right').cross).toEqual([19, 15, 10]);
    // turned right, the front lies on the right
    expect(act('rotate-right', 'cross-right').cross).toEqual([20, 14, 10]);
    expect(act('next-plane', 'cross-up').cross).toEqual([20, 15, 11]);
  });
  it('turn back and forth, also in a flipped plane, and reset all but the tool', () => {
    expect(act('rotate-right', 'rotate-left').views.axial.turns).toBe(0);
    const flipped = act('flip-x', 'rotate-right').views.axial;
    expect(sidesOf(straight, 'axial', flipped).top).toBe('L');
    const reset = act('zoom-in', 'invert', 'preset-2', 'slab', 'tool-length', 'reset-view');
    expect(reset).toMatchObject({ views: look.views, inverted: false, preset: 0, slabMm: 0, tool: 'length' });
  });
  it('take the same tool again for the end of it, and know nothing of other commands', () => {
    expect(act('tool-paint').tool).toBe('paint');
    expect(act('tool-paint', 'tool-paint').tool).toBe('window');
    expect(lookAfter(straight, look, 'accept', {})).toBeNull();
    expect(patientToIndex(straight, indexToPatient(straight, look.cross)).map(Math.round)).toEqual([...look.cross]);
  });
});
