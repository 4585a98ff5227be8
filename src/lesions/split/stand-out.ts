import type { Components } from '../../kernels/index.ts';
import type { BonePatch } from './bone-patch.ts';
import { toBox } from './bone-patch.ts';

/** The numbers that tell a deposit on bone from a part of that bone. */
export interface ProudMeasures {
  /** From marrow to the bone's own surface about the piece. */
  readonly cortexMm: number;
  /** Of the piece over that surface. */
  readonly heightMm: number;
  /** Of the ball of the piece's volume. */
  readonly radiusMm: number;
  /** Radius of the disc of the foot's area over {@link radiusMm}, where the piece is narrowest. */
  readonly base: number;
  /** Farthest voxel from the middle over {@link radiusMm}. */
  readonly reach: number;
  /** Share of the surface that is not foot. */
  readonly exposed: number;
  readonly meanHu: number;
  /** 85th percentile. */
  readonly peakHu: number;
  /** Mean of the bone just under the foot. */
  readonly baseHu: number;
}

/** Quantile of the surface's distances from marrow that is taken for the cortex: thicker than most, so that little bone comes along. */
const CORTEX_QUANTILE = 0.7;
const SURFACE_LEAST = 12;
/** Heights over the bone's surface at which the foot is sought, mm. */
const CUTS_MM = [0.2, 0.6, 1, 1.5, 2] as const;
/** What is left above a cut must still be this part of the piece. */
const LEAST_LEFT = 0.4;
/** Faces of voxels overstate a slanted area by 1.5 on average. */
const FACE_EXCESS = 1.5;
const PEAK_QUANTILE = 0.85;

/** The piece of bone that stands out about a seed: where its foot is, and its numbers. null when it runs out of the patch. */
export function standOut(
  patch: BonePatch,
  seed: { runs: readonly number[]; far: Components; beyondMm: number },
): { measures: ProudMeasures; voxels: Int32Array } | null {
  const cortexMm = cortexOf(patch, seed.beyondMm);
  if (cortexMm === null) return null;
  const from = seedOffsets(patch, seed);
  let whole: number[] | null = null;
  let best: ProudMeasures | null = null;
  for (const cutMm of CUTS_MM) {
    const voxels = above(patch, from, cortexMm + cutMm);
    if (voxels === null) continue;
    if (whole !== null && voxels.length < LEAST_LEFT * whole.length) break;
    whole ??= voxels;
    const measures = measure(patch, voxels, cortexMm);
    if (best === null || measures.base < best.base) best = measures;
  }
  if (whole === null || best === null) return null;
  return { measures: best, voxels: Int32Array.from(whole, (at) => toBox(patch, at)).sort() };
}

const faceSteps = (patch: BonePatch): readonly number[] => {
  const [nx, ny] = patch.size;
  return [1, -1, nx, -nx, nx * ny, -nx * ny];
};

/** How far the bone's surface lies from marrow, among what is not farther than `beyondMm`. */
function cortexOf(patch: BonePatch, beyondMm: number): number | null {
  const [nx, ny, nz] = patch.size;
  const { bone, marrowMm } = patch;
  const steps = faceSteps(patch);
  const surface: number[] = [];
  for (let k = 1; k < nz - 1; k++)
    for (let j = 1; j < ny - 1; j++)
      for (let i = 1; i < nx - 1; i++) {
        const at = i + nx * (j + ny * k);
        if (bone[at] === 0 || marrowMm[at] > beyondMm) continue;
        if (steps.some((step) => bone[at + step] === 0)) surface.push(marrowMm[at]);
      }
  if (surface.length < SURFACE_LEAST) return null;
  surface.sort((a, b) => a - b);
  return surface[Math.floor(CORTEX_QUANTILE * surface.length)];
}

function seedOffsets(patch: BonePatch, seed: { runs: readonly number[]; far: Components }): number[] {
  const { far } = seed;
  const { low, boxed, size } = patch;
  const offsets: number[] = [];
  for (const run of seed.runs) {
    const row = far.row[run];
    const j = (row % boxed[1]) - low[1];
    const k = Math.floor(row / boxed[1]) - low[2];
    for (let i = far.start[run] - low[0]; i <= far.end[run] - low[0]; i++) offsets.push(i + size[0] * (j + size[1] * k));
  }
  return offsets;
}

/** Bone farther from marrow than `fromMm` and joined to the seed by faces; null when there is none or it reaches the patch's border. */
function above(patch: BonePatch, seed: readonly number[], fromMm: number): number[] | null {
  const [nx, ny, nz] = patch.size;
  const { bone, marrowMm } = patch;
  const steps = faceSteps(patch);
  const mine = new Uint8Array(bone.length);
  const found = seed.filter((at) => marrowMm[at] >= fromMm);
  for (const at of found) mine[at] = 1;
  for (let n = 0; n < found.length; n++) {
    const at = found[n];
    const i = at % nx;
    const rest = (at - i) / nx;
    const j = rest % ny;
    const k = (rest - j) / ny;
    if (i === 0 || j === 0 || k === 0 || i === nx - 1 || j === ny - 1 || k === nz - 1) return null;
    for (const step of steps) {
      const next = at + step;
      if (mine[next] !== 0 || bone[next] === 0 || marrowMm[next] < fromMm) continue;
      mine[next] = 1;
      found.push(next);
    }
  }
  return found.length === 0 ? null : found;
}

function measure(patch: BonePatch, voxels: readonly number[], cortexMm: number): ProudMeasures {
  const [nx, ny] = patch.size;
  const [dx, dy, dz] = patch.spacingMm;
  const { bone, marrowMm, hu } = patch;
  const steps = faceSteps(patch);
  const areas = [dy * dz, dx * dz, dx * dy];
  const mine = new Uint8Array(bone.length);
  for (const at of voxels) mine[at] = 1;
  const places = voxels.map((at) => {
    const i = at % nx;
    const rest = (at - i) / nx;
    return [i * dx, (rest % ny) * dy, Math.floor(rest / ny) * dz] as const;
  });
  const middle = [0, 1, 2].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
  let [foot, surface, heightMm, sum, under, feet] = [0, 0, 0, 0, 0, 0];
  for (const at of voxels) {
    heightMm = Math.max(heightMm, marrowMm[at] - cortexMm);
    sum += hu[at];
    for (let side = 0; side < 6; side++) {
      const next = at + steps[side];
      if (mine[next] !== 0) continue;
      surface += areas[side >> 1];
      if (bone[next] === 0) continue;
      foot += areas[side >> 1];
      under += hu[next];
      feet++;
    }
  }
  const radiusMm = Math.cbrt((3 * voxels.length * dx * dy * dz) / (4 * Math.PI));
  const far = places.reduce((most, place) => Math.max(most, Math.hypot(...place.map((each, axis) => each - middle[axis]))), 0);
  const sorted = Int16Array.from(voxels, (at) => hu[at]).sort();
  return {
    cortexMm,
    heightMm,
    radiusMm,
    base: Math.sqrt(foot / FACE_EXCESS / Math.PI) / radiusMm,
    reach: far / radiusMm,
    exposed: 1 - foot / surface,
    meanHu: sum / voxels.length,
    peakHu: sorted[Math.floor(PEAK_QUANTILE * (voxels.length - 1))],
    baseHu: feet > 0 ? under / feet : 0,
  };
}
