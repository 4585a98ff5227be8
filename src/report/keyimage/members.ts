import type { Lesion } from '../../lesions/types.ts';
import { colourOfGroup, drawLabels, drawOutline, type MarkLabel } from './mark.ts';
import { type PanelView, toPixel } from './panel.ts';
import { markSamples } from './plane.ts';
import type { Raster } from './raster.ts';
import type { KeyImageInput, ShownGroup } from './types.ts';

const NUMBER_PX = 17;
const GROUP_PX = 26;
const MOST_NUMBERS = 14;

/** Lesions of a group that are drawn: those with voxels that no reader rejected. */
export const membersOf = (input: KeyImageInput, group: ShownGroup): Lesion[] => {
  const ids = new Set(group.lesionIds);
  return input.lesions.filter((each) => ids.has(each.id) && each.voxels.length > 0 && !input.rejected?.has(each.id));
};

export const largestOf = (lesions: readonly Lesion[]): Lesion =>
  lesions.reduce((best, each) => (each.volumeMm3 > best.volumeMm3 ? each : best));

/**
 * Outlines of every group on the plane, and the numbers of the lesions seen there, the largest first.
 * @param about.first lesions that are numbered before all others
 * @param about.groups the largest lesion of a group carries the group's name instead of its number: told apart without colour
 * @returns ids of the lesions that are seen
 */
export function drawMarks(
  raster: Raster,
  view: PanelView,
  input: KeyImageInput,
  about: { first: readonly string[]; groups: boolean },
): string[] {
  const labels: (MarkLabel & { rank: number; number: number; id: string })[] = [];
  let asked = 0;
  for (const group of input.groups) {
    const colour = colourOfGroup({ index: group.expected ? 0 : asked++, expected: group.expected });
    const members = membersOf(input, group);
    if (!members.length) continue;
    const named = about.groups ? largestOf(members).id : null;
    const union = new Uint8Array(view.plane.width * view.plane.height);
    for (const lesion of members) {
      const mask = markSamples(view.plane, lesion.voxels, union);
      if (!mask.count) continue;
      const areaMm2 = mask.count * view.plane.spacingMm.x * view.plane.spacingMm.y;
      const radiusPx = Math.sqrt(areaMm2 / Math.PI) * view.pxPerMm;
      const names = lesion.id === named;
      const rank = names || about.first.includes(lesion.id) ? Number.POSITIVE_INFINITY : group.expected ? 0 : lesion.volumeMm3;
      const heightPx = names ? GROUP_PX : NUMBER_PX;
      const text = names ? group.id : String(lesion.number);
      labels.push({
        text,
        needed: names,
        heightPx,
        at: toPixel(view, mask.centre),
        radiusPx,
        colour,
        rank,
        number: lesion.number,
        id: lesion.id,
      });
    }
    drawOutline(raster, view, { width: view.plane.width, height: view.plane.height, inside: union }, colour);
  }
  labels.sort((a, b) => (a.rank === b.rank ? a.number - b.number : b.rank - a.rank));
  const names = labels.filter((each) => each.rank === Number.POSITIVE_INFINITY).length;
  drawLabels(raster, view, labels, Math.max(names, MOST_NUMBERS));
  return labels.map((each) => each.id);
}
