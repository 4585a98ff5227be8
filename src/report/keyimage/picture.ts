import { type Grid, indexToPatient } from '../../core/index.ts';
import type { Lesion } from '../../lesions/types.ts';
import { colourOfGroup, drawNumbers, drawOutline, type NumberLabel } from './mark.ts';
import { drawGrey, drawScaleBar, drawSides, type GreyWindow, type PanelView, toPixel } from './panel.ts';
import { axialPlane, markSamples, type Plane, projectPlane } from './plane.ts';
import { createRaster, type Raster } from './raster.ts';
import type { KeyImageInput, Picture, ShownGroup } from './types.ts';

const SOFT: GreyWindow = { widthHu: 500, levelHu: 90 };
/** Wide enough to show what is inside a calcification: a dense one, and one that is faint. */
const CALCIUM: GreyWindow = { widthHu: 1500, levelHu: 450 };
const FAINT_CALCIUM: GreyWindow = { widthHu: 800, levelHu: 200 };
const FAINT_BELOW_HU = 600;
const PROJECTION: GreyWindow = { widthHu: 1100, levelHu: 250 };

const TEXT_PX = 20;
const NUMBER_PX = 17;
const PANEL_PX = { width: 520, height: 400 };
const DETAIL_PX = { width: 300, height: 400 };
const GUTTER_PX = 6;
const OVERVIEW_LONG_PX = 720;
const OVERVIEW_LEAST_PX = 300;
const BODY_HU = -500;
const PAD_MM = 6;
const MOST_NUMBERS = 14;
const DETAIL_LEAST_MM = 36;
const DETAIL_OF_LESION = 2.4;
/** Length of a scan by its width. */
const CORONAL_FROM = 0.6;

/** The samples that hold body, with a margin; the whole plane when none does. */
function bodyBox(plane: Plane): { centre: { x: number; y: number }; widthMm: number; heightMm: number } {
  let [left, right, top, bottom] = [plane.width, -1, plane.height, -1];
  for (let y = 0, at = 0; y < plane.height; y++)
    for (let x = 0; x < plane.width; x++, at++) {
      if (plane.hu[at] < BODY_HU) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  if (right < 0) [left, right, top, bottom] = [0, plane.width - 1, 0, plane.height - 1];
  return {
    centre: { x: (left + right) / 2, y: (top + bottom) / 2 },
    widthMm: (right - left + 1) * plane.spacingMm.x + 2 * PAD_MM,
    heightMm: (bottom - top + 1) * plane.spacingMm.y + 2 * PAD_MM,
  };
}

/** Outlines of every group on the plane, and the numbers of the lesions seen there, the largest first. */
function drawMarks(raster: Raster, view: PanelView, input: KeyImageInput, first: readonly string[]): string[] {
  const byId = new Map(input.lesions.map((each) => [each.id, each]));
  const labels: (NumberLabel & { rank: number; id: string })[] = [];
  let asked = 0;
  for (const group of input.groups) {
    const colour = colourOfGroup({ index: group.expected ? 0 : asked++, expected: group.expected });
    const members = group.lesionIds.map((id) => byId.get(id)).filter((each): each is Lesion => each !== undefined);
    const kept = members.filter((each) => !input.rejected?.has(each.id));
    const union = new Uint8Array(view.plane.width * view.plane.height);
    for (const lesion of kept) {
      const mask = markSamples(view.plane, lesion.voxels, union);
      if (!mask.count) continue;
      const areaMm2 = mask.count * view.plane.spacingMm.x * view.plane.spacingMm.y;
      const radiusPx = Math.sqrt(areaMm2 / Math.PI) * view.pxPerMm;
      const rank = first.includes(lesion.id) ? Number.POSITIVE_INFINITY : group.expected ? 0 : lesion.volumeMm3;
      labels.push({ text: String(lesion.number), at: toPixel(view, mask.centre), radiusPx, colour, rank, id: lesion.id });
    }
    drawOutline(raster, view, { width: view.plane.width, height: view.plane.height, inside: union }, colour);
  }
  labels.sort((a, b) => (a.rank === b.rank ? Number(a.text) - Number(b.text) : b.rank - a.rank));
  drawNumbers(raster, view, labels, { heightPx: NUMBER_PX, most: MOST_NUMBERS });
  return labels.map((each) => each.id);
}

type OverviewView = 'coronal' | 'axial';
export const OVERVIEW_TITLE = 'Overview';
export const overviewName = (view: OverviewView): string => `overview-${view}`;
export const groupPictureName = (group: Pick<ShownGroup, 'id'>): string =>
  `group-${group.id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-axial`;

/** From the front when the scan is long enough to look like a body, else from above. */
export const overviewView = ({ size, spacingMm }: Pick<Grid, 'size' | 'spacingMm'>): OverviewView =>
  size[2] * spacingMm[2] >= CORONAL_FROM * size[0] * spacingMm[0] ? 'coronal' : 'axial';

/** Everything at one glance: brightest voxels seen from the front (or from above), groups outlined in their colours. */
export function overviewPicture(input: KeyImageInput): Picture {
  const view = overviewView(input.volume.grid);
  const plane = projectPlane(input.volume, { view, tissue: input.anatomy?.tissue ?? null });
  const body = bodyBox(plane);
  const pxPerMm = OVERVIEW_LONG_PX / Math.max(body.widthMm, body.heightMm);
  const frame = {
    left: 0,
    top: 0,
    width: Math.max(OVERVIEW_LEAST_PX, Math.round(body.widthMm * pxPerMm)),
    height: Math.max(OVERVIEW_LEAST_PX, Math.round(body.heightMm * pxPerMm)),
  };
  const raster = createRaster(frame);
  const panel: PanelView = { plane, frame, centre: body.centre, pxPerMm };
  drawGrey(raster, panel, PROJECTION);
  const lesionIds = drawMarks(raster, panel, input, []);
  drawSides(raster, panel, TEXT_PX);
  drawScaleBar(raster, panel, TEXT_PX);
  return {
    name: overviewName(view),
    title: OVERVIEW_TITLE,
    caption: `Maximum intensity projection, ${view === 'coronal' ? 'seen from the front' : 'seen from the feet'}. Window ${PROJECTION.widthHu}/${PROJECTION.levelHu} HU. Grey outlines: expected calcification.`,
    lesionIds,
    raster,
  };
}

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

/** The slice through a group's largest lesion, with marks, and the same place enlarged without them; null without voxels. */
export function axialPicture(input: KeyImageInput, group: ShownGroup): Picture | null {
  const members = input.lesions.filter((each) => group.lesionIds.includes(each.id) && each.voxels.length && !input.rejected?.has(each.id));
  if (!members.length) return null;
  const lesion = members.reduce((best, each) => (each.volumeMm3 > best.volumeMm3 ? each : best));
  const grid = input.volume.grid;
  const k = fullestSlice(lesion, grid.size[0] * grid.size[1]);
  const plane = axialPlane(input.volume, k);
  const mask = markSamples(plane, lesion.voxels, new Uint8Array(plane.width * plane.height));

  const raster = createRaster({ width: PANEL_PX.width + GUTTER_PX + DETAIL_PX.width, height: PANEL_PX.height });
  const body = bodyBox(plane);
  const whole: PanelView = {
    plane,
    frame: { left: 0, top: 0, ...PANEL_PX },
    centre: body.centre,
    pxPerMm: Math.min(PANEL_PX.width / body.widthMm, PANEL_PX.height / body.heightMm),
  };
  drawGrey(raster, whole, SOFT);
  const lesionIds = drawMarks(raster, whole, input, [lesion.id]);
  drawSides(raster, whole, TEXT_PX);
  drawScaleBar(raster, whole, TEXT_PX);

  const acrossMm = Math.max(DETAIL_LEAST_MM, lesion.longestDiameterMm * DETAIL_OF_LESION);
  const detail: PanelView = {
    plane,
    frame: { left: PANEL_PX.width + GUTTER_PX, top: 0, ...DETAIL_PX },
    centre: mask.centre,
    pxPerMm: DETAIL_PX.width / acrossMm,
  };
  const inside = lesion.maxHu < FAINT_BELOW_HU ? FAINT_CALCIUM : CALCIUM;
  drawGrey(raster, detail, inside);
  drawScaleBar(raster, detail, TEXT_PX);
  const patientMm = indexToPatient(grid, [mask.centre.x, mask.centre.y, k]);
  return {
    name: groupPictureName(group),
    title: group.label,
    caption: `Axial slice through lesion ${lesion.number}, S ${patientMm[2].toFixed(1)} mm, window ${SOFT.widthHu}/${SOFT.levelHu} HU; right: the same place enlarged, unmarked, window ${inside.widthHu}/${inside.levelHu} HU.`,
    lesionIds,
    raster,
  };
}
