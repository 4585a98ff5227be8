import { type Dispatch, type SetStateAction, useEffect } from 'react';
import type { Grid } from '../../../src/core/index.ts';
import { LAYOUT, planeShape } from './planes.ts';
import { type Look, scrolled } from './state.ts';

const CINE_MS = 1000 / 15;

/** Runs through the active plane, from its end back to its beginning. */
export function useCine(grid: Grid, on: boolean, onLook: Dispatch<SetStateAction<Look>>): void {
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(
      () =>
        onLook((before) => {
          const { slices } = planeShape(grid, before.active);
          const atEnd = before.cross[LAYOUT[before.active].through] >= slices - 1;
          return scrolled(grid, before, before.active, atEnd ? -slices : 1);
        }),
      CINE_MS,
    );
    return () => clearInterval(timer);
  }, [on, grid, onLook]);
}
