import type { Grid, Vector3 } from '../../../src/core/index.ts';
import type { Command } from '../model/keys.ts';
import { LAYOUT, PLANES, type PlaneName, planeShape, sampleOf } from './planes.ts';
import { brushed, crossMoved, LAYOUTS, type Look, nextPlane, scrolled, slabStep, startLook, withView } from './state.ts';
import { TOOLS, type Tool } from './tools.ts';
import { matrixOf, type PaneSize, toDevice, toSample, zoomedAt } from './transform.ts';
import { PRESETS } from './windows.ts';

const PAGE_SLICES = 10;
const ZOOM_STEP = 1.25;
const SLAB_MM = 10;

const STEPS: Readonly<Partial<Record<Command, number>>> = {
  'slice-up': 1,
  'slice-down': -1,
  'slices-up': PAGE_SLICES,
  'slices-down': -PAGE_SLICES,
  'slice-first': Number.NEGATIVE_INFINITY,
  'slice-last': Number.POSITIVE_INFINITY,
};
const MOVES: Readonly<Partial<Record<Command, readonly [number, number]>>> = {
  'cross-left': [-1, 0],
  'cross-right': [1, 0],
  'cross-up': [0, -1],
  'cross-down': [0, 1],
};

/** One voxel as seen on the screen, whatever the turns and flips. */
function moveCross(grid: Grid, look: Look, size: PaneSize, by: readonly [number, number]): Look {
  const plane = look.active;
  const { across, down, up } = LAYOUT[plane];
  const m = matrixOf(grid, plane, look.views[plane], size);
  const from = toDevice(m, { x: 0, y: 0 });
  const to = toSample(m, { x: from.x + by[0], y: from.y + by[1] });
  const sideways = Math.abs(to.x) > Math.abs(to.y);
  const step = Math.sign(sideways ? to.x : to.y) * (!sideways && up ? -1 : 1);
  return { ...look, cross: crossMoved(grid, look.cross, sideways ? across : down, step) };
}

/** A pane is moved along when the cross would come nearer to its edge than this share of it. */
const EDGE_SHARE = 0.08;

/** Moves the cross to a voxel, and a zoomed pane along with it when the cross would leave it. Pure. */
export function lookAt(grid: Grid, look: Look, index: Vector3, sizes: Partial<Record<PlaneName, PaneSize>>): Look {
  let next: Look = { ...look, cross: index };
  for (const plane of PLANES) {
    const size = sizes[plane];
    if (!size?.width) continue;
    const sample = sampleOf(grid, plane, index);
    const at = toDevice(matrixOf(grid, plane, look.views[plane], size), { x: sample.x + 0.5, y: sample.y + 0.5 });
    const within = (value: number, most: number): boolean => value > EDGE_SHARE * most && value < (1 - EDGE_SHARE) * most;
    if (within(at.x, size.width) && within(at.y, size.height)) continue;
    const { acrossMm, downMm } = planeShape(grid, plane);
    next = withView(next, plane, (view) => ({ ...view, centreMm: { x: (sample.x + 0.5) * acrossMm, y: (sample.y + 0.5) * downMm } }));
  }
  return next;
}

/** What a command makes of the look; null when it is none of the viewer's own. Pure. */
export function lookAfter(grid: Grid, look: Look, command: Command, sizes: Partial<Record<PlaneName, PaneSize>>): Look | null {
  const { active } = look;
  const size = sizes[active] ?? { width: 512, height: 512, pixelRatio: 1 };
  const steps = STEPS[command];
  if (steps !== undefined) {
    const { slices } = planeShape(grid, active);
    return scrolled(grid, look, active, Math.max(-slices, Math.min(slices, steps)));
  }
  const move = MOVES[command];
  if (move) return moveCross(grid, look, size, move);
  if (/^preset-\d/.test(command)) {
    const preset = Number(command.slice(7)) - 1;
    return { ...look, preset, window: PRESETS[preset] };
  }
  if (command.startsWith('tool-')) {
    const tool = TOOLS.find((each): each is Tool => each === command.slice(5));
    // the same key again goes back to the window
    return tool ? { ...look, tool: look.tool === tool ? 'window' : tool } : null;
  }
  switch (command) {
    case 'next-plane':
    case 'previous-plane':
      return { ...look, active: nextPlane(active, command === 'next-plane' ? 1 : -1) };
    case 'zoom-in':
    case 'zoom-out':
      return withView(look, active, (view) =>
        zoomedAt(grid, active, view, size, { factor: command === 'zoom-in' ? ZOOM_STEP : 1 / ZOOM_STEP, at: null }),
      );
    case 'rotate-right':
    case 'rotate-left':
      return withView(look, active, (view) => {
        // a turn as seen on the screen goes the other way in a plane that is flipped once
        const by = (command === 'rotate-right' ? 1 : 3) * (view.flipX === view.flipY ? 1 : 3);
        return { ...view, turns: (view.turns + by) % 4 };
      });
    case 'flip-x':
      return withView(look, active, (view) => ({ ...view, flipX: !view.flipX }));
    case 'flip-y':
      return withView(look, active, (view) => ({ ...view, flipY: !view.flipY }));
    case 'invert':
      return { ...look, inverted: !look.inverted };
    case 'cine':
      return { ...look, cine: !look.cine };
    case 'slab':
      return { ...look, slabMm: look.slabMm > 0 ? 0 : SLAB_MM };
    case 'slab-thicker':
    case 'slab-thinner':
      return { ...look, slabMm: slabStep(look.slabMm, command === 'slab-thicker' ? 1 : -1) };
    case 'brush-larger':
    case 'brush-smaller':
      return { ...look, brushMm: brushed(look.brushMm, command === 'brush-larger' ? ZOOM_STEP : 1 / ZOOM_STEP) };
    case 'layout':
      return { ...look, layout: LAYOUTS[(LAYOUTS.indexOf(look.layout) + 1) % LAYOUTS.length] };
    case 'reset-view': {
      const { views, preset, window, inverted, slabMm, cine } = { ...startLook(grid), slabMm: 0 };
      return { ...look, views, preset, window, inverted, slabMm, cine };
    }
    default:
      return null;
  }
}
