import { type Grid, indexToPatient, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import { pointOfSample, sampleOfPoint } from './measure.ts';
import { LAYOUT, type PlaneName, planeShape } from './planes.ts';
import type { Look } from './state.ts';
import { type PaneSize, type PaneView, scaleOf, WHOLE } from './transform.ts';

/** Two scans looked at together: a point of `from` lies in `to` at its patient position plus the offset. Nothing is registered. */
export interface Link {
  readonly from: Grid;
  readonly to: Grid;
  /** LPS mm. */
  readonly offsetMm: Vector3;
}

const plus = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export const backwards = ({ from, to, offsetMm }: Link): Link => ({ from: to, to: from, offsetMm: minus([0, 0, 0], offsetMm) });

/** Voxel of `to` for a voxel of `from`: the nearest one, and how far outside `to` the true place lies along each index axis, mm. */
export function linkedVoxel(link: Link, index: Vector3): { index: Vector3; beyondMm: Vector3 } {
  const place = patientToIndex(link.to, plus(indexToPatient(link.from, index), link.offsetMm));
  const { size, spacingMm } = link.to;
  const nearest = place.map((value, axis) => Math.min(size[axis] - 1, Math.max(0, Math.round(value))));
  const beyond = place.map((value, axis) => Math.max(0, -0.5 - value, value - size[axis] + 0.5) * spacingMm[axis]);
  return { index: nearest as unknown as Vector3, beyondMm: beyond as unknown as Vector3 };
}

/** The view of `to` that shows the same patient place in the same size. Both panes are equally large. */
export function linkedView(link: Link, plane: PlaneName, seen: { view: PaneView; slice: number; size: PaneSize }): PaneView {
  const { view, slice, size } = seen;
  const zoom = scaleOf(link.from, plane, view, size) / scaleOf(link.to, plane, { ...WHOLE, turns: view.turns }, size);
  const here = planeShape(link.from, plane);
  const there = planeShape(link.to, plane);
  const x = view.centreMm ? view.centreMm.x / here.acrossMm : here.width / 2;
  const y = view.centreMm ? view.centreMm.y / here.downMm : here.height / 2;
  const centre = sampleOfPoint(link.to, plane, plus(pointOfSample(link.from, plane, { x, y, slice }), link.offsetMm));
  return { ...view, zoom: Number.isFinite(zoom) ? zoom : 1, centreMm: { x: centre.x * there.acrossMm, y: centre.y * there.downMm } };
}

/** Unlinked, the prior stays where it is while the cross moves: the offset takes up the difference. */
export function heldPrior(grid: Grid, before: Look, next: Look): Look {
  if (before.linked || before.cross === next.cross || before.offsetMm !== next.offsetMm) return next;
  const moved = minus(indexToPatient(grid, next.cross), indexToPatient(grid, before.cross));
  return { ...next, offsetMm: minus(before.offsetMm, moved) };
}

/** The offset after the prior alone was moved by slices of its own. */
export function priorMoved(prior: Grid, look: Look, plane: PlaneName, slices: number): Look {
  const axis = LAYOUT[plane].through;
  const step: [number, number, number] = [0, 0, 0];
  step[axis] = slices;
  return { ...look, offsetMm: plus(look.offsetMm, minus(indexToPatient(prior, step), indexToPatient(prior, [0, 0, 0]))) };
}
