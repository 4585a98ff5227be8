import { indexToPatient } from '../../core/index.ts';
import type { Lesion } from '../../lesions/types.ts';
import { drawText } from './lettering.ts';
import { drawMarks, largestOf, membersOf } from './members.ts';
import { bodyBox, drawGrey, drawScaleBar, drawSides, type GreyWindow, type PanelView } from './panel.ts';
import { axialPlane, markSamples } from './plane.ts';
import { createRaster, type Frame, type Raster } from './raster.ts';
import type { KeyImageInput, Picture, ShownGroup } from './types.ts';
import { typicalOf } from './typical.ts';

const SOFT: GreyWindow = { widthHu: 500, levelHu: 90 };
/** Wide enough to show what is inside a calcification: a dense one, and one that is faint. */
const CALCIUM: GreyWindow = { widthHu: 1500, levelHu: 450 };
const FAINT_CALCIUM: GreyWindow = { widthHu: 800, levelHu: 200 };
const FAINT_BELOW_HU = 600;

const TEXT_PX = 20;
const PANEL_PX = { width: 520, height: 400 };
const DETAIL_WIDTH_PX = 300;
const GUTTER_PX = 6;
const DETAIL_LEAST_MM = 36;
const DETAIL_OF_LESION = 2.4;
const MARGIN_PX = 8;
const WHITE = [235, 235, 235] as const;

export const groupPictureName = (group: Pick<ShownGroup, 'id'>): string =>
  `group-${group.id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-axial`;

/** The slice that shows most of a lesion; ties go to the one nearest its middle, then to the lower. */
export function fullestSlice(lesion: Lesion, sliceVoxels: number): number {
  const counts = new Map<number, number>();
  for (const offset of lesion.voxels) {
    const k = Math.floor(offset / sliceVoxels);
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  const slices = [...counts.keys()].sort((a, b) => a - b);
  const middle = (slices[0] + slices[slices.length - 1]) / 2;
  return slices.reduce((best, k) => {
    const more = counts.get(k)! - counts.get(best)!;
    return more > 0 || (more === 0 && Math.abs(k - middle) < Math.abs(best - middle)) ? k : best;
  }, slices[0]);
}

interface Place {
  readonly lesion: Lesion;
  readonly k: number;
  readonly heightMm: string;
  readonly window: GreyWindow;
}

function placeOf(input: KeyImageInput, lesion: Lesion): Place {
  const { grid } = input.volume;
  const [nx, ny] = grid.size;
  const k = fullestSlice(lesion, nx * ny);
  const { centre } = markSamples(axialPlane(input.volume, k), lesion.voxels, new Uint8Array(nx * ny));
  const heightMm = indexToPatient(grid, [centre.x, centre.y, k])[2].toFixed(1);
  return { lesion, k, heightMm, window: lesion.maxHu < FAINT_BELOW_HU ? FAINT_CALCIUM : CALCIUM };
}

/** A lesion enlarged and unmarked, its number in the corner. */
function drawDetail(raster: Raster, input: KeyImageInput, { lesion, k, window }: Place, frame: Frame): void {
  const plane = axialPlane(input.volume, k);
  const { centre } = markSamples(plane, lesion.voxels, new Uint8Array(plane.width * plane.height));
  const acrossMm = Math.max(DETAIL_LEAST_MM, lesion.longestDiameterMm * DETAIL_OF_LESION);
  const detail: PanelView = { plane, frame, centre, pxPerMm: Math.min(frame.width, frame.height) / acrossMm };
  drawGrey(raster, detail, window);
  drawScaleBar(raster, detail, TEXT_PX);
  const at = { x: frame.left + MARGIN_PX, y: frame.top + MARGIN_PX };
  drawText(raster, String(lesion.number), { at, heightPx: TEXT_PX, colour: WHITE, frame });
}

/**
 * The slice through a group's largest lesion, with marks; beside it the same place enlarged without them, and below that the group's
 * most typical lesion, where that is another one. Null without voxels.
 */
export function axialPicture(input: KeyImageInput, group: ShownGroup): Picture | null {
  const members = membersOf(input, group);
  if (!members.length) return null;
  const largest = placeOf(input, largestOf(members));
  const medoid = typicalOf(members);
  const typical = medoid && medoid !== largest.lesion ? placeOf(input, medoid) : null;
  const raster = createRaster({ width: PANEL_PX.width + GUTTER_PX + DETAIL_WIDTH_PX, height: PANEL_PX.height });
  const plane = axialPlane(input.volume, largest.k);
  const body = bodyBox(plane);
  const whole: PanelView = {
    plane,
    frame: { left: 0, top: 0, ...PANEL_PX },
    centre: body.centre,
    pxPerMm: Math.min(PANEL_PX.width / body.widthMm, PANEL_PX.height / body.heightMm),
  };
  drawGrey(raster, whole, SOFT);
  const seen = drawMarks(raster, whole, input, { first: [largest.lesion.id], groups: false });
  drawSides(raster, whole, TEXT_PX);
  drawScaleBar(raster, whole, TEXT_PX);

  const places = typical ? [largest, typical] : [largest];
  const height = (PANEL_PX.height - (places.length - 1) * GUTTER_PX) / places.length;
  places.forEach((place, index) => {
    const frame = { left: PANEL_PX.width + GUTTER_PX, top: index * (height + GUTTER_PX), width: DETAIL_WIDTH_PX, height };
    drawDetail(raster, input, place, frame);
  });
  const words = (place: Place): string => `S ${place.heightMm} mm, window ${place.window.widthHu}/${place.window.levelHu} HU`;
  return {
    name: groupPictureName(group),
    title: group.label,
    caption: `Axial slice through the largest lesion (${largest.lesion.number}), window ${SOFT.widthHu}/${SOFT.levelHu} HU; ${typical ? 'upper right' : 'right'}: enlarged, unmarked, ${words(largest)}${typical ? `; lower right: the most typical one (${typical.lesion.number}), ${words(typical)}` : ''}.`,
    lesionIds: [...new Set([...seen, ...places.map((each) => each.lesion.id)])],
    raster,
  };
}
