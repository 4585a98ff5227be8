import type { Grid } from '../../core/index.ts';
import { drawMarks } from './members.ts';
import { bodyBox, drawGrey, drawScaleBar, drawSides, type GreyWindow, type PanelView } from './panel.ts';
import { type Plane, projectPlane } from './plane.ts';
import { createRaster } from './raster.ts';
import type { KeyImageInput, Picture } from './types.ts';

/** Bone stays grey, so that white is left for what is denser and outlines are seen on it. */
const PROJECTION: GreyWindow = { widthHu: 1600, levelHu: 450 };
const TEXT_PX = 20;
const LONG_PX = 720;
/** Room for the letters of both sides and the bar. */
const LEAST_PX = 110;
const GUTTER_PX = 6;
/** A scan shorter than this share of its width is a strip from the front: what it shows from below stands under it. */
const STRIP_BELOW = 0.6;

export const OVERVIEW = { name: 'overview-coronal', title: 'Overview' } as const;

const isStrip = ({ size, spacingMm }: Pick<Grid, 'size' | 'spacingMm'>): boolean =>
  size[2] * spacingMm[2] < STRIP_BELOW * size[0] * spacingMm[0];

/**
 * Everything at one glance: the brightest voxels seen from the front, each group outlined in its colour and named at its largest
 * lesion. Under a scan of few slices the same from the feet, on the same scale and in line with it.
 */
export function overviewPicture(input: KeyImageInput): Picture {
  const { grid } = input.volume;
  const tissue = input.anatomy?.tissue ?? null;
  const strip = isStrip(grid);
  const planes: Plane[] = [projectPlane(input.volume, { view: 'coronal', tissue })];
  if (strip) planes.push(projectPlane(input.volume, { view: 'axial', tissue }));
  const bodies = planes.map(bodyBox);
  const pxPerMm = LONG_PX / Math.max(...bodies.flatMap(({ widthMm, heightMm }) => [widthMm, strip ? widthMm : heightMm]));
  const width = Math.max(LEAST_PX, Math.round(bodies[0].widthMm * pxPerMm));
  const heights = bodies.map(({ heightMm }) => Math.max(LEAST_PX, Math.round(heightMm * pxPerMm)));
  const raster = createRaster({ width, height: heights.reduce((sum, each) => sum + each, (heights.length - 1) * GUTTER_PX) });
  const seen = new Set<string>();
  planes.forEach((plane, index) => {
    const top = index === 0 ? 0 : heights[0] + GUTTER_PX;
    const panel: PanelView = { plane, frame: { left: 0, top, width, height: heights[index] }, centre: bodies[index].centre, pxPerMm };
    drawGrey(raster, panel, PROJECTION);
    for (const id of drawMarks(raster, panel, input, { first: [], groups: true })) seen.add(id);
    drawSides(raster, panel, TEXT_PX);
    drawScaleBar(raster, panel, TEXT_PX);
  });
  const from = strip ? 'seen from the front, below it from the feet' : 'seen from the front';
  return {
    ...OVERVIEW,
    caption: `Maximum intensity projection, ${from}; window ${PROJECTION.widthHu}/${PROJECTION.levelHu} HU. Outlined by group, each named at its largest lesion; grey: expected calcification.`,
    lesionIds: [...seen],
    raster,
  };
}
