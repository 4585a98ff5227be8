import type { Vector3 } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { fillFromKnown } from '../background/index.ts';
import type { Patch } from '../patch/index.ts';
import { ballSteps, blurPatch, localMaximum } from '../patch/index.ts';

/** Share of the pure contrast that a voxel must show by the blur model to tell the material's own HU. */
const CORE_SHARE = 0.85;
/** A voxel belongs to the half-maximum mask against the brightest material within this many standard deviations of the blur. */
const NEAR_SIGMA = 2.5;

export interface CoreBand {
  readonly volumeMm3: number;
  readonly contrastHu: number;
  /** Voxels that tell the material's own contrast, and those that are partial. */
  readonly coreVoxels: number;
  readonly bandVoxels: number;
  /** Occupancy per voxel; not clipped, so that noise adds no bias. */
  readonly share: Float32Array;
}

/** Voxels at or above half of the brightest contrast near them. */
export function halfMaximum(
  contrast: Float32Array,
  options: { patch: Patch; sigmaMm: Vector3; region: Uint8Array; floorHu: number; kernels: Kernels },
): Uint8Array {
  const { patch, sigmaMm, region, floorHu } = options;
  const calm = blurPatch(contrast, patch, { sigmaMm: sigmaMm.map((each) => each * 0.5) as unknown as Vector3, kernels: options.kernels });
  const radiusMm = sigmaMm.map((each) => each * NEAR_SIGMA) as unknown as Vector3;
  // Fainter voxels cannot be at half maximum, whatever lies near them.
  const only = new Uint8Array(contrast.length);
  for (let at = 0; at < only.length; at++) if (contrast[at] >= 0.5 * floorHu) only[at] = 1;
  const steps = ballSteps({ spacingMm: patch.spacingMm, radiusMm, atLeastFaces: true });
  const top = localMaximum(calm, patch, { steps, where: region, only });
  const half = new Uint8Array(contrast.length);
  for (let at = 0; at < half.length; at++)
    if (region[at] !== 0 && top[at] >= floorHu && contrast[at] >= 0.5 * top[at] && contrast[at] >= 0.5 * floorHu) half[at] = 1;
  return half;
}

/**
 * Volume of a lesion with a core: voxels that the blur model calls pure count whole, the others by their share of the
 * nearby core's contrast. The blur keeps the integral, so the sum is right for any smooth surface.
 *
 * @param options.seen share of the pure contrast that each voxel shows, by the blur model
 */
export function coreBand(contrast: Float32Array, options: { patch: Patch; region: Uint8Array; seen: Float32Array }): CoreBand | null {
  const { patch, region, seen } = options;
  const known = new Uint8Array(contrast.length);
  const pure = new Float32Array(contrast.length);
  let coreVoxels = 0;
  let sum = 0;
  for (let at = 0; at < contrast.length; at++) {
    if (region[at] === 0 || seen[at] < CORE_SHARE) continue;
    known[at] = 1;
    pure[at] = contrast[at] / seen[at];
    sum += pure[at];
    coreVoxels++;
  }
  if (coreVoxels === 0) return null;
  const mean = sum / coreVoxels;
  const material = fillFromKnown(pure, { known, size: patch.size });
  const share = new Float32Array(contrast.length);
  let total = 0;
  let bandVoxels = 0;
  for (let at = 0; at < contrast.length; at++) {
    if (region[at] === 0) continue;
    if (known[at] !== 0) share[at] = 1;
    else {
      // A hole far from any core would borrow an uncertain value; never less than a quarter of the mean.
      share[at] = contrast[at] / Math.max(material[at], 0.25 * mean);
      bandVoxels++;
    }
    total += share[at];
  }
  const voxelMm3 = patch.spacingMm[0] * patch.spacingMm[1] * patch.spacingMm[2];
  return { volumeMm3: total * voxelMm3, contrastHu: mean, coreVoxels, bandVoxels, share };
}
