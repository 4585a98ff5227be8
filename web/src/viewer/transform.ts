import type { Grid } from '../../../src/core/index.ts';
import { lettersAlong } from '../../../src/report/index.ts';
import { LAYOUT, type PlaneName, planeShape } from './planes.ts';

/** How one plane is looked at. */
export interface PaneView {
  /** 1 = the whole plane fits. */
  readonly zoom: number;
  /** The plane's point in the middle of the pane, in mm from its first sample's corner; null = the plane's own middle. */
  readonly centreMm: { readonly x: number; readonly y: number } | null;
  /** Quarter turns clockwise. */
  readonly turns: number;
  readonly flipX: boolean;
  readonly flipY: boolean;
}

export const WHOLE: PaneView = { zoom: 1, centreMm: null, turns: 0, flipX: false, flipY: false };

/** Device size of a pane. */
export interface PaneSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Canvas order: x' = a x + c y + e, y' = b x + d y + f. From plane samples (corner of the first at 0, 0) to device pixels. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const PAD = 0.98;
const TURN = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Device pixels per mm. */
export function scaleOf(grid: Grid, plane: PlaneName, view: PaneView, size: PaneSize): number {
  const shape = planeShape(grid, plane);
  const [wide, high] = [shape.width * shape.acrossMm, shape.height * shape.downMm];
  const sideways = view.turns % 2 !== 0;
  return Math.min(size.width / (sideways ? high : wide), size.height / (sideways ? wide : high)) * PAD * view.zoom;
}

/** Fits the plane into the pane in true proportion, then zoom, flips, turns and pan. */
export function matrixOf(grid: Grid, plane: PlaneName, view: PaneView, size: PaneSize): Matrix {
  const shape = planeShape(grid, plane);
  const scale = scaleOf(grid, plane, view, size);
  const [cos, sin] = TURN[((view.turns % 4) + 4) % 4];
  const [fx, fy] = [view.flipX ? -1 : 1, view.flipY ? -1 : 1];
  // turned first, then flipped as seen on the screen
  const a = fx * cos * scale * shape.acrossMm;
  const b = fy * sin * scale * shape.acrossMm;
  const c = fx * -sin * scale * shape.downMm;
  const d = fy * cos * scale * shape.downMm;
  const x = view.centreMm ? view.centreMm.x / shape.acrossMm : shape.width / 2;
  const y = view.centreMm ? view.centreMm.y / shape.downMm : shape.height / 2;
  return { a, b, c, d, e: size.width / 2 - a * x - c * y, f: size.height / 2 - b * x - d * y };
}

export const toDevice = (m: Matrix, at: Spot): Spot => ({ x: m.a * at.x + m.c * at.y + m.e, y: m.b * at.x + m.d * at.y + m.f });

/** Continuous sample under a device pixel; whole numbers lie on the corners of samples. */
export function toSample(m: Matrix, at: Spot): Spot {
  const whole = m.a * m.d - m.b * m.c;
  const [x, y] = [at.x - m.e, at.y - m.f];
  return { x: (m.d * x - m.c * y) / whole, y: (m.a * y - m.b * x) / whole };
}

/** Letters of the screen's sides, from the grid's own axes and the turns and flips of the view. */
export function sidesOf(grid: Grid, plane: PlaneName, view: PaneView): { left: string; right: string; top: string; bottom: string } {
  const { across, down, up } = LAYOUT[plane];
  const m = matrixOf(grid, plane, { ...view, zoom: 1, centreMm: null }, { width: 1, height: 1, pixelRatio: 1 });
  const letters = (x: number, y: number): string => {
    const from = toSample(m, { x: 0, y: 0 });
    const to = toSample(m, { x, y });
    const [dx, dy] = [Math.sign(Math.round((to.x - from.x) * 1e6)), Math.sign(Math.round((to.y - from.y) * 1e6)) * (up ? -1 : 1)];
    const axis = dx !== 0 ? across : down;
    const sign = dx !== 0 ? dx : dy;
    return lettersAlong([sign * grid.direction[axis], sign * grid.direction[3 + axis], sign * grid.direction[6 + axis]]);
  };
  return { left: letters(-1, 0), right: letters(1, 0), top: letters(0, -1), bottom: letters(0, 1) };
}

const MOST_ZOOM = 24;
const LEAST_ZOOM = 0.5;

/** Zoomed by a factor; the plane's point under `at` (device) stays where it is. */
export function zoomedAt(
  grid: Grid,
  plane: PlaneName,
  view: PaneView,
  size: PaneSize,
  change: { factor: number; at: Spot | null },
): PaneView {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * change.factor));
  const at = change.at ?? { x: size.width / 2, y: size.height / 2 };
  const shape = planeShape(grid, plane);
  const held = toSample(matrixOf(grid, plane, view, size), at);
  const zoomed = { ...view, zoom };
  const moved = toSample(matrixOf(grid, plane, zoomed, size), at);
  const middle = view.centreMm ?? { x: (shape.width * shape.acrossMm) / 2, y: (shape.height * shape.downMm) / 2 };
  return {
    ...zoomed,
    centreMm: { x: middle.x + (held.x - moved.x) * shape.acrossMm, y: middle.y + (held.y - moved.y) * shape.downMm },
  };
}

/** Moved by device pixels. */
export function pannedBy(grid: Grid, plane: PlaneName, view: PaneView, size: PaneSize, by: Spot): PaneView {
  const shape = planeShape(grid, plane);
  const m = matrixOf(grid, plane, view, size);
  const from = toSample(m, { x: 0, y: 0 });
  const to = toSample(m, by);
  const middle = view.centreMm ?? { x: (shape.width * shape.acrossMm) / 2, y: (shape.height * shape.downMm) / 2 };
  return { ...view, centreMm: { x: middle.x - (to.x - from.x) * shape.acrossMm, y: middle.y - (to.y - from.y) * shape.downMm } };
}
