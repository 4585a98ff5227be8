import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, dilatePatch } from '../patch/index.ts';

/** What a voxel is that is no lesion's own: soft tissue, bright for another reason, or beyond the skin. */
export type Kind = 'soft' | 'bright' | 'outside';

export interface Others {
  /** Neither lesion nor background: other bright things, grown by the blur so that their halo counts too, and what lies outside the body. */
  readonly other: Uint8Array;
  /** May hold the lesion, but not to be read as background: what the air beyond the skin darkens. */
  readonly doubtful: Uint8Array;
  /** Outside the body, away from bright things: its air tells where layers of tissue end. */
  readonly air: Uint8Array;
}

export function otherThings(options: { patch: Patch; object: Uint8Array; kindOf: (offset: number) => Kind; reachMm: Vector3 }): Others {
  const { patch, object, kindOf, reachMm } = options;
  const [nx, ny, nz] = patch.size;
  const bright = new Uint8Array(nx * ny * nz);
  const outside = new Uint8Array(nx * ny * nz);
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let offset = patch.low[0] + patch.gridSize[0] * (patch.low[1] + j + patch.gridSize[1] * (patch.low[2] + k));
      for (let i = 0; i < nx; i++, at++, offset++) {
        if (object[at] !== 0) continue;
        const kind = kindOf(offset);
        if (kind === 'bright') bright[at] = 1;
        else if (kind === 'outside') outside[at] = 1;
      }
    }
  const steps = ballSteps({ spacingMm: patch.spacingMm, radiusMm: reachMm, atLeastFaces: true });
  const other = dilatePatch(bright, patch, steps);
  const doubtful = dilatePatch(outside, patch, steps);
  const air = new Uint8Array(other.length);
  for (let n = 0; n < other.length; n++) {
    if (outside[n] !== 0) {
      air[n] = other[n] === 0 ? 1 : 0;
      other[n] = 1;
    }
    if (object[n] !== 0) other[n] = 0;
  }
  return { other, doubtful, air };
}
