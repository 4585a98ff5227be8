import { describe, expect, it } from 'vitest';
import { type Grid, indexToPatient, type Matrix3, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import { backwards, heldPrior, linkedView, linkedVoxel, priorMoved } from './linked.ts';
import { sampleOfPoint } from './measure.ts';
import { PLANES } from './planes.ts';
import { startLook } from './state.ts';
import { matrixOf, type PaneView, toDevice } from './transform.ts';

const turned = (degrees: number): Matrix3 => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [c, -s, 0, s, c, 0, 0, 0, 1];
};
/** Both oblique alike, with other sizes, spacings and corners: a point has one place on the screen. */
const now: Grid = { size: [80, 60, 40], spacingMm: [0.9, 0.8, 2.5], originMm: [-30, -20, -50], direction: turned(11) };
const then: Grid = { size: [50, 70, 90], spacingMm: [1.3, 1.1, 1], originMm: [-40, -26, -61], direction: turned(11) };
const offsetMm: Vector3 = [3, -2, 7];
const size = { width: 640, height: 480, pixelRatio: 1 };

describe('a prior linked by patient position', () => {
  it('should find the voxel nearest to the same place, offset and all, whatever the axes are', () => {
    const askew: Grid = { ...then, direction: turned(-8) };
    for (const to of [then, askew]) {
      const { index, beyondMm } = linkedVoxel({ from: now, to, offsetMm }, [40, 30, 20]);
      const [p, q] = [indexToPatient(now, [40, 30, 20]), indexToPatient(to, index)];
      q.forEach((value, axis) => {
        expect(Math.abs(value - p[axis] - offsetMm[axis])).toBeLessThan(1);
      });
      expect(beyondMm).toEqual([0, 0, 0]);
    }
  });

  it('should say how far outside the prior a place lies', () => {
    const short: Grid = { ...then, size: [50, 70, 20] };
    // its last slice reaches to z = -61 + 19.5; the place is at -50 + 39 * 2.5
    const { index, beyondMm } = linkedVoxel({ from: now, to: short, offsetMm: [0, 0, 0] }, [40, 30, 39]);
    expect(index[2]).toBe(19);
    expect(beyondMm[2]).toBeCloseTo(47.5 + 41.5);
  });

  it.each(PLANES)('should show a patient point at the same place of both panes, %s', (plane) => {
    const views: PaneView[] = [
      { zoom: 1, centreMm: null, turns: 0, flipX: false, flipY: false },
      { zoom: 3.2, centreMm: { x: 31, y: 22 }, turns: 1, flipX: true, flipY: false },
    ];
    for (const view of views) {
      const link = { from: now, to: then, offsetMm };
      const there = linkedView(link, plane, { view, slice: 20, size });
      for (const index of [
        [10, 12, 20],
        [55, 40, 20],
      ] as Vector3[]) {
        const place = indexToPatient(now, index);
        const moved: Vector3 = [place[0] + 3, place[1] - 2, place[2] + 7];
        const a = toDevice(matrixOf(now, plane, view, size), sampleOfPoint(now, plane, place));
        const b = toDevice(matrixOf(then, plane, there, size), sampleOfPoint(then, plane, moved));
        expect(b.x).toBeCloseTo(a.x, 6);
        expect(b.y).toBeCloseTo(a.y, 6);
      }
      const axis = { axial: 2, coronal: 1, sagittal: 0 }[plane];
      const slice = patientToIndex(then, indexToPatient(now, [20, 20, 20]))[axis];
      const back = linkedView(backwards(link), plane, { view: there, slice, size });
      expect(back.zoom).toBeCloseTo(view.zoom, 9);
      if (view.centreMm) expect(back.centreMm!.x).toBeCloseTo(view.centreMm.x, 6);
    }
  });

  it('should hold an unlinked prior where it is, and move it alone by its own slices', () => {
    const look = { ...startLook(now), linked: false, offsetMm };
    const before = linkedVoxel({ from: now, to: then, offsetMm }, look.cross).index;
    const next = heldPrior(now, look, { ...look, cross: [40, 30, 25] });
    expect(linkedVoxel({ from: now, to: then, offsetMm: next.offsetMm }, next.cross).index).toEqual(before);
    expect(heldPrior(now, { ...look, linked: true }, { ...look, cross: [40, 30, 25] }).offsetMm).toEqual(offsetMm);
    const up = priorMoved(then, look, 'axial', 1);
    expect(linkedVoxel({ from: now, to: then, offsetMm: up.offsetMm }, look.cross).index[2]).toBe(before[2] + 1);
  });
});
