import { encode } from 'fast-png';
import { LABEL, voxelCount } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { OVERVIEW, overviewPicture } from './overview.ts';
import { axialPicture, groupPictureName } from './picture.ts';
import type { Raster } from './raster.ts';
import type { KeyImage, KeyImageInput, ShownGroup } from './types.ts';

const MOST_GROUPS = 3;

/** What made a picture, in PNG's own text chunks: a picture that is passed on alone still says it. */
const textOf = (manifest: KeyImageInput['manifest']): Record<string, string> => ({
  Software: `Calcimap: ${LABEL}`,
  ...(manifest
    ? {
        Comment: `version ${manifest.version}, knowledge ${manifest.knowledgeVersion}, settings ${manifest.settingsHash}, input ${manifest.inputHash}`,
      }
    : {}),
});

const encodePng = (raster: Raster, manifest: KeyImageInput['manifest']): Uint8Array =>
  encode({ width: raster.width, height: raster.height, data: raster.rgb, depth: 8, channels: 3, text: textOf(manifest) });

/** Groups worth a picture: those of the question, largest first; when there is none, the largest expected one. */
function groupsToShow(input: Pick<KeyImageInput, 'rejected'> & { readonly groups: readonly ShownGroup[] }): ShownGroup[] {
  const shown = input.groups.filter((each) => each.lesionIds.some((id) => !input.rejected?.has(id)));
  const bySize = (a: ShownGroup, b: ShownGroup): number => b.volumeMm3 - a.volumeMm3 || (a.id < b.id ? -1 : 1);
  const asked = shown.filter((each) => !each.expected).sort(bySize);
  return asked.length ? asked.slice(0, MOST_GROUPS) : shown.sort(bySize).slice(0, 1);
}

/** Names and titles of the pictures that {@link renderKeyImages} makes for a result, for a view that only has the files. */
export function plannedKeyImages(analysis: Pick<Analysis, 'study' | 'groups'>): Pick<KeyImage, 'name' | 'title'>[] {
  if (!analysis.study.grid) return [];
  return [OVERVIEW, ...groupsToShow({ groups: analysis.groups }).map((each) => ({ name: groupPictureName(each), title: each.label }))];
}

/**
 * Two to four pictures (one when nothing was found): an overview that places everything, then for each of the largest
 * groups the axial slice through its largest lesion, beside it that lesion and the group's most typical one, enlarged.
 * @throws RangeError when the volume and the tissue map differ in size.
 */
export function renderKeyImages(input: KeyImageInput): KeyImage[] {
  if (input.anatomy && input.anatomy.tissue.length !== voxelCount(input.volume.grid))
    throw new RangeError('the tissue map is not on the grid of the volume');
  const pictures = [overviewPicture(input)];
  for (const group of groupsToShow(input)) {
    const picture = axialPicture(input, group);
    if (picture) pictures.push(picture);
  }
  return pictures.map(({ raster, ...about }) => ({
    ...about,
    width: raster.width,
    height: raster.height,
    png: encodePng(raster, input.manifest),
  }));
}
