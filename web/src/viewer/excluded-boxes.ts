import { type Grid, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import type { Analysis } from '../../../src/report/index.ts';
import type { ExcludedBox } from './draw.ts';

/** Pieces that were not counted, as boxes in continuous indices; a box in patient space is enclosed whatever the axes are. */
export function excludedBoxes(grid: Grid, excluded: Analysis['excluded'], selected: number | null): ExcludedBox[] {
  return excluded.map((each, n) => {
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
      patientToIndex(grid, [0, 1, 2].map((axis) => each.boundingBoxMm[(bits >> axis) & 1][axis]) as unknown as Vector3),
    );
    const edge = (pick: (...values: number[]) => number, inward: number): Vector3 =>
      [0, 1, 2].map((axis) => pick(...corners.map((corner) => corner[axis])) + inward) as unknown as Vector3;
    return { key: String(n), reason: each.reason, low: edge(Math.min, 0.5), high: edge(Math.max, -0.5), selected: n === selected };
  });
}
