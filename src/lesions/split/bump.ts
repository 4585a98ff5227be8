import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Box } from '../../kernels/index.ts';
import { boxSize, cropMask, growBox, maskFromVoxels, uncropMask, voxelsByComponent } from '../../kernels/index.ts';
import type { ProudOptions } from './proud.ts';

/** Half of a cortex as thick as the blur: the surface at this HU is the true one, and what leans on it stands out by its own size. */
const SURFACE_HU = 340;
/** Deeper under the bone mask's surface than its blur is bone whatever its HU, mm. */
const DEEP_MM = 1.5;
/** Bone's own surface is rounder than this; a smaller deposit is not, mm. */
const ROUND_MM = 3.2;
/** What rises over the rounded surface by no more than the voxels' own steps is none, in the middle one of the voxel's sides. */
const STEP = 1.05;
const LARGEST_MM3 = 3000;
/** Room about a piece in which the surface must be smooth, mm. */
const AROUND_MM = 5;
/** A deposit stands alone on a smooth surface; where ribs, edges and processes are thinner than the ball, much stands out. */
const SMOOTH_SHARE = 0.98;
const BODY_LEAST_MM3 = 300;
/** Denser than the blur of any bone one step off its surface. */
const TIP_HU = 400;
/** Free share of the surface, and diagonal of the box over the diameter of the equal-volume ball: a ridge has more. */
const FORM = { exposed: 0.55, length: 2.6 };
/** The blurred rim of a piece, mm. */
const RIM_MM = 1.6;

/**
 * Deposits on bone that are smaller than a ball which bone's own surface lets in everywhere around: what that ball's opening
 * takes off, dense, compact and mostly free. null when there is none, or when the voxels are too large to show the ball.
 */
export function bumps(options: ProudOptions): BitMask | null {
  const { hu, size, spacingMm, bone, kernels } = options;
  const bounds = 2 * Math.max(...spacingMm) > ROUND_MM ? null : kernels.boundingBox(bone);
  if (bounds === null) return null;
  const box = growBox(bounds, { marginMm: 2, spacingMm, size });
  const inner = cropMask(bone, box);
  const dense = kernels.and(cropMask(kernels.threshold(hu, { size, low: SURFACE_HU, high: 32767 }), box), inner);
  const solid = kernels.or(dense, kernels.erode(inner, { radiusMm: DEEP_MM, spacingMm }));
  const smooth = kernels.open(solid, { radiusMm: ROUND_MM, spacingMm });
  const off = kernels.andNot(kernels.copy(solid), smooth);
  const stepMm = STEP * [...spacingMm].sort((a, b) => a - b)[1];
  const surface = kernels.dilate(smooth, { radiusMm: stepMm, spacingMm });
  const tips = kernels.components(kernels.andNot(kernels.copy(off), surface), { connectivity: 26 });
  const { first, voxels } = voxelsByComponent(tips);
  const most = LARGEST_MM3 / (spacingMm[0] * spacingMm[1] * spacingMm[2]);
  const scene: BumpScene = { hu, wholeSize: size, corner: box.low, spacingMm, solid, smooth, off, stepMm };
  const found: number[] = [];
  for (let c = 0; c < tips.count; c++) {
    if (tips.voxels[c] > most) continue;
    const own = voxels.subarray(first[c], first[c + 1]);
    if (!own.some((at) => hu[toWhole(at, scene)] >= TIP_HU)) continue;
    const low: Vector3 = [tips.bounds[6 * c], tips.bounds[6 * c + 1], tips.bounds[6 * c + 2]];
    const high: Vector3 = [tips.bounds[6 * c + 3], tips.bounds[6 * c + 4], tips.bounds[6 * c + 5]];
    for (const at of bumpAt(own, { low, high }, scene) ?? []) found.push(at);
  }
  if (found.length === 0) return null;
  const pieces = maskFromVoxels(Int32Array.from(found).sort(), boxSize(box));
  const rim = kernels.and(kernels.dilate(pieces, { radiusMm: RIM_MM, spacingMm }), inner);
  kernels.or(pieces, kernels.andNot(kernels.andNot(rim, surface), solid));
  return uncropMask(pieces, { box, size });
}

interface BumpScene {
  readonly hu: Int16Array;
  readonly wholeSize: Vector3;
  /** Corner of the bone's box in the whole grid. */
  readonly corner: Vector3;
  readonly spacingMm: Vector3;
  /** Dense and deep bone; that after opening; the difference. All in the bone's box. */
  readonly solid: BitMask;
  readonly smooth: BitMask;
  readonly off: BitMask;
  readonly stepMm: number;
}

const has = (mask: BitMask, i: number, j: number, k: number): boolean =>
  ((mask.words[(j + mask.size[1] * k) * mask.wordsPerRow + (i >> 5)] >>> (i & 31)) & 1) === 1;

function toWhole(at: number, { solid, wholeSize, corner }: BumpScene): number {
  const [nx, ny] = solid.size;
  const i = at % nx;
  const rest = (at - i) / nx;
  const j = rest % ny;
  return i + corner[0] + wholeSize[0] * (j + corner[1] + wholeSize[1] * ((rest - j) / ny + corner[2]));
}

/** The tip with what of the same bump lies within a step of it; null when it is no deposit by its form and place. */
function bumpAt(tip: Int32Array, bounds: Box, scene: BumpScene): number[] | null {
  const { spacingMm, solid, smooth } = scene;
  const [nx, ny] = solid.size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const piece = withinStep(tip, scene);
  const areas = [spacingMm[1] * spacingMm[2], spacingMm[0] * spacingMm[2], spacingMm[0] * spacingMm[1]];
  let [foot, surface] = [0, 0];
  for (const at of piece) {
    const here = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let side = 0; side < 6; side++) {
      const axis = side >> 1;
      const next = here.map((value, a) => (a === axis ? value + (side % 2 === 0 ? 1 : -1) : value));
      if (next.some((value, a) => value < 0 || value >= solid.size[a])) continue;
      if (piece.has(next[0] + nx * (next[1] + ny * next[2]))) continue;
      surface += areas[axis];
      if (has(solid, next[0], next[1], next[2])) foot += areas[axis];
    }
  }
  if (1 - foot / surface < FORM.exposed) return null;
  const extent = [nx, nx * ny, Number.POSITIVE_INFINITY].map((modulus, axis) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const at of piece) {
      const value = Math.floor((modulus === Number.POSITIVE_INFINITY ? at : at % modulus) / [1, nx, nx * ny][axis]);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return (most - least + 1) * spacingMm[axis];
  });
  if (Math.hypot(...extent) > FORM.length * Math.cbrt((6 * piece.size * voxelMm3) / Math.PI)) return null;
  const around = growBox(bounds, { marginMm: AROUND_MM + scene.stepMm, spacingMm, size: solid.size });
  let [even, rough] = [0, 0];
  for (let k = around.low[2]; k <= around.high[2]; k++)
    for (let j = around.low[1]; j <= around.high[1]; j++)
      for (let i = around.low[0]; i <= around.high[0]; i++)
        if (has(smooth, i, j, k)) even++;
        else if (has(solid, i, j, k) && !piece.has(i + nx * (j + ny * k))) rough++;
  return even * voxelMm3 >= BODY_LEAST_MM3 && even >= SMOOTH_SHARE * (even + rough) ? [...piece] : null;
}

function withinStep(tip: Int32Array, { off, spacingMm, stepMm }: BumpScene): Set<number> {
  const [nx, ny] = off.size;
  const reach = spacingMm.map((step) => Math.floor(stepMm / step));
  const piece = new Set<number>(tip);
  for (const at of tip) {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let c = Math.max(0, k - reach[2]); c <= Math.min(off.size[2] - 1, k + reach[2]); c++)
      for (let b = Math.max(0, j - reach[1]); b <= Math.min(ny - 1, j + reach[1]); b++)
        for (let a = Math.max(0, i - reach[0]); a <= Math.min(nx - 1, i + reach[0]); a++)
          if (Math.hypot((a - i) * spacingMm[0], (b - j) * spacingMm[1], (c - k) * spacingMm[2]) <= stepMm && has(off, a, b, c))
            piece.add(a + nx * (b + ny * c));
  }
  return piece;
}
