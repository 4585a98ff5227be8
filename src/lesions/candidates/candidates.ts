import type { BitMask, Kernels } from '../../kernels/index.ts';
import { voxelsByComponent } from '../../kernels/index.ts';
import { brightestBlood, contrastLimit } from './blood.ts';
import type { Candidate } from './candidate.ts';
import { candidateOf } from './candidate.ts';
import type { Scene } from './scene.ts';
import { isSet } from './scene.ts';

/** HU that an int16 volume cannot exceed. */
const ANY_HU = 32767;

/**
 * Connected voxels at or above the scan's candidate threshold, inside the body, outside bone, and not explained by
 * contrast medium. Ascending by first voxel. Whether a candidate stands out of its own surroundings is asked later.
 */
export function findCandidates(scene: Scene, kernels: Kernels): Candidate[] {
  const { hu, anatomy, bone } = scene;
  const { size } = anatomy.grid;
  const thresholdHu = anatomy.technique.candidateThresholdHu;
  const bright = kernels.threshold(hu, { size, low: thresholdHu, high: ANY_HU });
  kernels.andNot(kernels.and(bright, anatomy.body), bone);
  kernels.andNot(bright, believedContrast(bright, scene, kernels));
  const components = kernels.components(bright, { connectivity: 26 });
  const { first, voxels } = voxelsByComponent(components);
  const found: Candidate[] = [];
  for (let c = 0; c < components.count; c++) {
    const own = voxels.slice(first[c], first[c + 1]);
    found.push(candidateOf(own, { hu, size, thresholdHu, cutShare: cutShareOf(own, scene.cut) }));
  }
  return found;
}

function cutShareOf(voxels: Int32Array, cut: BitMask | null): number {
  if (cut === null) return 0;
  let count = 0;
  for (let n = 0; n < voxels.length; n++) if (isSet(cut, voxels[n])) count++;
  return count / voxels.length;
}

/** Blobs up to this size do not vouch for themselves as vessels; organs and chambers are larger, vessels longer. */
const BLOB_MM3 = 12_000;
/** Length over the diameter of the equal-volume ball: a ball has 1.7 (its box's diagonal), a tube much more. */
const BLOB_LENGTH = 3;

/** No plaque or stone within enhanced blood is larger; a chamber before mixing is. */
const OUTSHINING_MM3 = 3000;

/**
 * What contrast medium explains: its voxels, without separate blobs that are round or brighter than blood gets, and
 * without small pieces within them that outshine blood. New mask.
 */
function believedContrast(bright: BitMask, scene: Scene, kernels: Kernels): BitMask {
  const { hu, anatomy, blood } = scene;
  const marked = onlyContrast(kernels.copy(bright), { tissue: anatomy.tissue, contrastCode: blood.contrastCode });
  const components = kernels.components(marked, { connectivity: 26 });
  const { sum } = kernels.statistics(hu, components);
  const { spacingMm } = anatomy.grid;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const limit = blood.topHu === null ? Number.POSITIVE_INFINITY : contrastLimit(blood.topHu, anatomy.technique.noiseHu);
  const believed = kernels.select(components, (c) => {
    const mm3 = components.voxels[c] * voxelMm3;
    if (mm3 > BLOB_MM3) return true;
    const extent = [0, 1, 2].map((axis) => (components.bounds[6 * c + 3 + axis] - components.bounds[6 * c + axis] + 1) * spacingMm[axis]);
    const long = Math.hypot(...extent) > BLOB_LENGTH * Math.cbrt((6 * mm3) / Math.PI);
    return long && sum[c] / components.voxels[c] <= limit;
  });
  const brightest = brightestBlood(blood);
  if (brightest === null) return believed;
  const low = Math.floor(contrastLimit(brightest, anatomy.technique.noiseHu)) + 1;
  const above = kernels.components(kernels.and(kernels.threshold(hu, { size: anatomy.grid.size, low, high: ANY_HU }), believed), {
    connectivity: 26,
  });
  return kernels.andNot(
    believed,
    kernels.select(above, (c) => above.voxels[c] * voxelMm3 <= OUTSHINING_MM3),
  );
}

/** In place: what is not contrast by its tissue is cleared. Only set words are looked at. */
function onlyContrast(mask: BitMask, options: { tissue: Uint8Array; contrastCode: Uint8Array }): BitMask {
  const { tissue, contrastCode } = options;
  const [nx, ny, nz] = mask.size;
  const { words, wordsPerRow } = mask;
  for (let row = 0; row < ny * nz; row++)
    for (let w = 0; w < wordsPerRow; w++) {
      const at = row * wordsPerRow + w;
      let left = words[at];
      let kept = left;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        left &= left - 1;
        if (contrastCode[tissue[row * nx + 32 * w + bit]] === 0) kept &= ~(1 << bit);
      }
      words[at] = kept;
    }
  return mask;
}
