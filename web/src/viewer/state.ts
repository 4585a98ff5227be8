import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { LAYOUT, PLANES, type PlaneName } from './planes.ts';
import type { Tool } from './tools.ts';
import { type PaneView, WHOLE } from './transform.ts';
import { PRESETS, type Window } from './windows.ts';

export const LAYOUTS = ['two', 'one', 'three', 'grid'] as const;
export type LayoutName = (typeof LAYOUTS)[number];
export const LAYOUT_WORDS: Readonly<Record<LayoutName, string>> = {
  two: 'One large, two small',
  one: 'One plane',
  three: 'Three planes',
  grid: 'Planes and 3D',
};

/** How a volume is looked at; outlives the run that the study comes out of. */
export interface Look {
  /** Names the grid that the cross lies in. */
  readonly gridKey: string;
  readonly cross: Vector3;
  readonly views: Readonly<Record<PlaneName, PaneView>>;
  readonly active: PlaneName;
  readonly preset: number | null;
  readonly window: Window;
  readonly inverted: boolean;
  readonly tool: Tool;
  readonly layout: LayoutName;
  readonly slabMm: number;
  readonly fillShare: number;
  readonly brushMm: number;
  readonly cine: boolean;
  /** A prior is shown beside, when one is open. */
  readonly beside: boolean;
  /** Scrolling moves the prior too. */
  readonly linked: boolean;
  /** What is added to a patient position to find it in the prior, LPS mm. */
  readonly offsetMm: Vector3;
}

export const NO_OFFSET: Vector3 = [0, 0, 0];

const STORED = 'calcimap.look';

/** What a reader keeps from visit to visit: layout and opacity, in this browser alone. */
function keptChoices(): Partial<Pick<Look, 'layout' | 'fillShare'>> {
  try {
    const kept = JSON.parse(globalThis.localStorage?.getItem(STORED) ?? '{}') as { layout?: unknown; fillShare?: unknown };
    const layout = LAYOUTS.find((each) => each === kept.layout);
    const { fillShare } = kept;
    return {
      ...(layout ? { layout } : {}),
      ...(typeof fillShare === 'number' && fillShare >= 0 && fillShare <= 1 ? { fillShare } : {}),
    };
  } catch {
    return {};
  }
}

export function keepChoices({ layout, fillShare }: Pick<Look, 'layout' | 'fillShare'>): void {
  try {
    globalThis.localStorage?.setItem(STORED, JSON.stringify({ layout, fillShare }));
  } catch {
    // a browser that keeps nothing still has the choices of this visit
  }
}

export const startLook = (grid: Grid): Look => ({
  gridKey: keyOfGrid(grid),
  cross: [grid.size[0] >> 1, grid.size[1] >> 1, grid.size[2] >> 1],
  views: { axial: WHOLE, coronal: WHOLE, sagittal: WHOLE },
  active: 'axial',
  preset: 0,
  window: PRESETS[0],
  inverted: false,
  tool: 'window',
  layout: 'two',
  slabMm: 0,
  fillShare: 0.15,
  brushMm: 2,
  cine: false,
  beside: true,
  linked: true,
  offsetMm: NO_OFFSET,
  ...keptChoices(),
});

const keyOfGrid = (grid: Grid): string => JSON.stringify([grid.size, grid.spacingMm, grid.originMm, grid.direction]);

/** The same look on a grid: on the same one all of it; on another (after the run's preview, or the next study) cross and views begin anew. */
export function lookFor(grid: Grid, before: Look | null): Look {
  if (!before) return startLook(grid);
  if (before.gridKey === keyOfGrid(grid)) return before;
  const { cross, views, gridKey } = startLook(grid);
  // a window of the file before stays as it is, and is no preset of this one
  const preset = before.preset !== null && before.preset >= PRESETS.length ? null : before.preset;
  return { ...before, cross, views, gridKey, preset, cine: false };
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** The cross moved by whole voxels along an index axis, inside the grid. */
export function crossMoved(grid: Grid, cross: Vector3, axis: 0 | 1 | 2, by: number): Vector3 {
  const next: [number, number, number] = [cross[0], cross[1], cross[2]];
  next[axis] = clamp(cross[axis] + by, grid.size[axis] - 1);
  return next;
}

export const scrolled = (grid: Grid, look: Look, plane: PlaneName, slices: number): Look => ({
  ...look,
  cross: crossMoved(grid, look.cross, LAYOUT[plane].through, slices),
});

export const withView = (look: Look, plane: PlaneName, change: (before: PaneView) => PaneView): Look => ({
  ...look,
  views: { ...look.views, [plane]: change(look.views[plane]) },
});

export const nextPlane = (active: PlaneName, by: 1 | -1): PlaneName =>
  PLANES[(PLANES.indexOf(active) + by + PLANES.length) % PLANES.length];

const LEAST_BRUSH_MM = 0.5;
const MOST_BRUSH_MM = 20;
export const brushed = (mm: number, factor: number): number => Math.min(MOST_BRUSH_MM, Math.max(LEAST_BRUSH_MM, mm * factor));

const SLAB_MM = [0, 5, 10, 20, 30, 50, 100] as const;
export const slabStep = (mm: number, by: 1 | -1): number => {
  const at = SLAB_MM.findIndex((each) => each >= mm);
  return SLAB_MM[clamp((at < 0 ? SLAB_MM.length - 1 : at) + by, SLAB_MM.length - 1)];
};
