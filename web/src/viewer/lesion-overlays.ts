import type { Vector3 } from '../../../src/core/index.ts';
import { type AnalysisGroup, colourOfGroup } from '../../../src/report/index.ts';
import type { Overlay } from './overlays.ts';

/** A lesion as the viewer needs it. */
export interface ViewLesion {
  readonly id: string;
  readonly number: number;
  readonly centroidMm: Vector3;
  readonly voxels: Int32Array;
  readonly rejected: boolean;
}

const EXPECTED_COLOUR = 'rgb(190 190 190)';

/** Lesion colours by group, told apart with any colour vision; the same as in the report's pictures. */
function coloursOf(groups: readonly AnalysisGroup[]): Map<string, string> {
  const colours = new Map<string, string>();
  let asked = 0;
  for (const group of groups) {
    const colour = `rgb(${colourOfGroup({ index: group.expected ? 0 : asked++, expected: group.expected }).join(' ')})`;
    for (const id of group.lesionIds) colours.set(id, colour);
  }
  return colours;
}

/** What is drawn of lesions, named by their numbers after `before`. */
export function overlaysOf(
  lesions: readonly ViewLesion[],
  about: { readonly groups: readonly AnalysisGroup[]; readonly selected: string | null; readonly before: string },
): Overlay[] {
  const colours = coloursOf(about.groups);
  return lesions
    .map(({ id, number, voxels, rejected }) => ({
      id,
      name: `${about.before}${number}`,
      voxels,
      rejected,
      selected: id === about.selected,
      colour: colours.get(id) ?? EXPECTED_COLOUR,
    }))
    .filter((each) => each.voxels.length);
}
