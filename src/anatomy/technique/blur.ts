import type { BitMask } from '../../kernels/types.ts';
import { type Frame, isSet } from '../frame/index.ts';

/** Profiles are read this far to either side of the surface. */
const REACH_MM = 6;
/** Air on the outside, matter on the inside, or it is not a clean edge. */
const AIR_HU = -850;
const LEAST_STEP_HU = 600;
/** Distance between 10 % and 50 % of a blurred step, in standard deviations of the blur. */
const TEN_TO_FIFTY_SIGMAS = 1.2816;
const LEAST_PROFILES = 50;
/** Oblique and folded edges only widen a profile, so the blur is read from the sharper part of them. */
const QUANTILE = 0.3;
/** Finer blur than this cannot be told apart on the grid. */
const LEAST_SIGMA_VOXELS = 0.2;

/**
 * In-plane blur (standard deviation of a Gaussian, mm) from the rise between air and the body along rows: the way from
 * 10 % to 50 % of the step. null when too few clean edges are in the volume.
 */
export function measureBlur(frame: Frame, body: BitMask): number | null {
  const { hu, grid } = frame;
  const [nx, ny, nz] = grid.size;
  const step = grid.spacingMm[0];
  const reach = Math.ceil(REACH_MM / step);
  const found: number[] = [];
  const sliceStep = Math.max(1, Math.floor(nz / 64));
  for (let k = 0; k < nz; k += sliceStep)
    for (let j = 2; j < ny - 2; j += 2) {
      const row = nx * (j + ny * k);
      for (let i = reach; i < nx - reach; i++) {
        const inward = isSet(body, i, j, k) && !isSet(body, i - 1, j, k) ? 1 : isSet(body, i, j, k) && !isSet(body, i + 1, j, k) ? -1 : 0;
        if (inward === 0) continue;
        // The edge must run across the row: the same place two rows up and down.
        if (!isSet(body, i, j - 2, k) || !isSet(body, i, j + 2, k)) continue;
        if (isSet(body, i - inward, j - 2, k) || isSet(body, i - inward, j + 2, k)) continue;
        const width = riseWidth(hu, { at: row + i, inward, reach });
        if (width !== null) found.push((width * step) / TEN_TO_FIFTY_SIGMAS);
      }
    }
  if (found.length < LEAST_PROFILES) return null;
  found.sort((a, b) => a - b);
  // A voxel averages over its width (variance step^2 / 12), and reading between voxels linearly adds as much again.
  const seen = found[Math.floor(QUANTILE * found.length)];
  return Math.sqrt(Math.max((LEAST_SIGMA_VOXELS * step) ** 2, seen ** 2 - step ** 2 / 6));
}

/** Voxels from 10 % to 50 % of the step between the air outside and the first plateau inside; null when not clean. */
function riseWidth(hu: Int16Array, profile: { at: number; inward: number; reach: number }): number | null {
  const { at, inward, reach } = profile;
  let air = 0;
  let airCount = 0;
  for (let s = reach; s >= reach - 2 && s >= 3; s--) {
    air += hu[at - inward * s];
    airCount++;
  }
  if (airCount === 0) return null;
  air /= airCount;
  let inside = -2000;
  for (let s = 0; s <= reach >> 1; s++) inside = Math.max(inside, hu[at + inward * s]);
  if (air > AIR_HU || inside - air < LEAST_STEP_HU || inside > 300) return null;
  const crossing = (level: number): number | null => {
    const target = air + level * (inside - air);
    for (let s = -reach; s < reach; s++) {
      const here = hu[at + inward * s];
      const next = hu[at + inward * (s + 1)];
      if (here < target && next >= target) return s + (target - here) / (next - here);
    }
    return null;
  };
  const ten = crossing(0.1);
  const fifty = crossing(0.5);
  return ten === null || fifty === null || fifty <= ten || fifty - ten > 3 + 2 / 1 ? null : fifty - ten;
}
