import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, dilatePatch } from '../patch/index.ts';

/** Other bright things in a patch, grown by the blur so that their halo is not taken for background. */
export function otherBright(options: {
  patch: Patch;
  object: Uint8Array;
  bright: (offset: number) => boolean;
  reachMm: Vector3;
}): Uint8Array {
  const { patch, object, bright, reachMm } = options;
  const [nx, ny, nz] = patch.size;
  const other = new Uint8Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let offset = patch.low[0] + patch.gridSize[0] * (patch.low[1] + j + patch.gridSize[1] * (patch.low[2] + k));
      for (let i = 0; i < nx; i++, at++, offset++) if (object[at] === 0 && bright(offset)) other[at] = 1;
    }
  const grown = dilatePatch(other, patch, ballSteps({ spacingMm: patch.spacingMm, radiusMm: reachMm, atLeastFaces: true }));
  for (let n = 0; n < grown.length; n++) if (object[n] !== 0) grown[n] = 0;
  return grown;
}
