import type { BitMask, Kernels } from '../../kernels/index.ts';
import { voxelsByComponent } from '../../kernels/index.ts';
import type { Candidate } from './candidate.ts';
import { candidateOf } from './candidate.ts';
import type { Scene } from './scene.ts';

/** HU that an int16 volume cannot exceed. */
const ANY_HU = 32767;

/**
 * Connected voxels at or above the scan's candidate threshold, inside the body, outside bone, and not explained by
 * contrast medium. Ascending by first voxel. Whether a candidate stands out of its own surroundings is asked later.
 */
export function findCandidates(scene: Scene, kernels: Kernels): Candidate[] {
  const { hu, anatomy, bone, blood } = scene;
  const { size } = anatomy.grid;
  const thresholdHu = anatomy.technique.candidateThresholdHu;
  const bright = kernels.threshold(hu, { size, low: thresholdHu, high: ANY_HU });
  kernels.andNot(kernels.and(bright, anatomy.body), bone);
  clearContrast(bright, { tissue: anatomy.tissue, contrastCode: blood.contrastCode });
  const components = kernels.components(bright, { connectivity: 26 });
  const { first, voxels } = voxelsByComponent(components);
  const found: Candidate[] = [];
  for (let c = 0; c < components.count; c++) found.push(candidateOf(voxels.slice(first[c], first[c + 1]), { hu, size, thresholdHu }));
  return found;
}

/** In place. Only set words are looked at. */
function clearContrast(mask: BitMask, options: { tissue: Uint8Array; contrastCode: Uint8Array }): void {
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
        if (contrastCode[tissue[row * nx + 32 * w + bit]] !== 0) kept &= ~(1 << bit);
      }
      words[at] = kept;
    }
}
