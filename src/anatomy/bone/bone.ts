import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { isSet } from '../frame/index.ts';
import type { PartMeasures } from './parts.ts';
import { splitBone } from './split.ts';

/** The skeleton on the fine grid. */
export interface Skeleton {
  /** Cortex with marrow, filled. */
  readonly bone: BitMask;
  /** Bright pieces (calcification, device, contrast) that are not bone. */
  readonly notBone: BitMask;
  /** Those of them that touch bone and were cut from it. */
  readonly attached: BitMask;
  readonly parts: readonly PartMeasures[];
}

export interface BoneOptions {
  readonly hu: Int16Array;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  readonly body: BitMask;
  /** Bright voxels explained by contrast medium. */
  readonly enhanced: BitMask;
  readonly thresholdHu: number;
  readonly noiseHu: number;
  /** Brightest that contrast medium gets in this scan; null without contrast. */
  readonly contrastCeilingHu: number | null;
  /** Where vertebral bodies lie, given cortex; null when no spine is seen. */
  /** The aorta's discs, fine grid: calcium there that is no thick part of a vertebra belongs to its wall. */
  readonly aorta: { readonly wall: BitMask; readonly lumen: BitMask };
  /** Near the lungs, fine grid: long thin pieces there are ribs. */
  readonly nearLung: BitMask;
  readonly vertebrae?: (cortex: BitMask) => BitMask | null;
  readonly kernels: Kernels;
}

/** Cracks of the cortex (nutrient canals, sutures, partial volume) that are bridged before marrow is sought. */
const CRACK_MM = 1.5;
/** A vertebral end plate or a femoral condyle is no larger; the inside of a skull or of the pelvic ring is. */
const LARGEST_MARROW_MM2 = 3000;
/** Yellow marrow reaches down to fat (-120 HU); air in a sinus lies far below. */
const MARROW_HU = { low: -140, high: 700 };
/** Spinal canal, brain, eye: even soft tissue. */
const CANAL_HU = { low: 2, high: 60 };
const CANAL_LEAST_MM2 = 120;
const CANAL_SPREAD_HU = 30;
const FLUID_HU = { low: 2, high: 90 };
/** Larger voxels blur the trabeculae away, and marrow looks as even as fluid. */
const FLUID_VOXEL_MM = 2.2;
const FLUID_SPREAD_HU = 12;

export function findBone(options: BoneOptions): Skeleton {
  const { kernels, hu, size } = options;
  const bright = kernels.threshold(hu, { size, low: options.thresholdHu, high: 32767 });
  kernels.andNot(kernels.and(bright, options.body), options.enhanced);
  if (options.contrastCeilingHu !== null) kernels.and(bright, nearCortex(bright, options, options.contrastCeilingHu));
  const marrow = findMarrow(bright, options);
  const filled = kernels.or(kernels.copy(marrow), bright);
  const { bone, parts, attached } = splitBone({ ...options, filled });
  const notBone = kernels.andNot(
    kernels.andNot(kernels.and(kernels.threshold(hu, { size, low: options.thresholdHu, high: 32767 }), options.body), options.enhanced),
    bone,
  );
  return { bone, notBone, attached: kernels.and(attached, notBone), parts };
}

/**
 * In a scan with contrast, bone is where cortex outshines it: bright voxels connected with such cortex and near it.
 * Farther ones are organ or vessel, save within vertebral bodies, whose cortex is thinner than the resolution.
 */
function nearCortex(bright: BitMask, options: BoneOptions, ceilingHu: number): BitMask {
  const { kernels, hu, size, spacingMm } = options;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const cortex = kernels.and(kernels.threshold(hu, { size, low: ceilingHu + 1, high: 32767 }), bright);
  const pieces = kernels.components(cortex, { connectivity: 26 });
  const kept = kernels.select(pieces, (c) => pieces.voxels[c] * voxelMm3 >= CORTEX_LEAST_MM3);
  const near = kernels.and(kernels.dilate(kept, { radiusMm: CORTEX_REACH_MM, spacingMm }), bright);
  const vertebrae = options.vertebrae?.(kept) ?? null;
  if (vertebrae !== null) kernels.or(near, kernels.and(vertebrae, bright));
  return kernels.reconstruct(kept, near, { connectivity: 26 });
}
const CORTEX_LEAST_MM3 = 30;
/** Trabecular bone next to cortex; deeper marrow is found as an enclosed space. */
const CORTEX_REACH_MM = 6;

/**
 * Enclosed spaces of each slice that look like marrow. Each slice decides for itself; where marrow is as even as fluid, the
 * slices above and below it do.
 */
function findMarrow(bright: BitMask, options: BoneOptions): BitMask {
  const { kernels, spacingMm } = options;
  const closed = kernels.close(bright, { radiusMm: Math.max(CRACK_MM, 1.01 * spacingMm[0]), spacingMm });
  const holes = kernels.andNot(kernels.fillHoles(closed, { mode: 'slices' }), bright);
  // Every other slice at a time, so that components stay within their slice.
  const even = marrowAmong(everyOtherSlice(holes, { kernels, first: 0 }), bright, options);
  const odd = marrowAmong(everyOtherSlice(holes, { kernels, first: 1 }), bright, options);
  return carryOn(kernels.or(even.marrow, odd.marrow), kernels.or(even.doubtful, odd.doubtful));
}

/** Takes what is doubtful in a slice where the slice before, in either direction, has marrow at the same place. */
function carryOn(marrow: BitMask, doubtful: BitMask): BitMask {
  const [, ny, nz] = marrow.size;
  const words = ny * marrow.wordsPerRow;
  for (const step of [1, -1])
    for (let k = step > 0 ? 1 : nz - 2; k >= 0 && k < nz; k += step)
      for (let at = k * words; at < (k + 1) * words; at++) marrow.words[at] |= doubtful.words[at] & marrow.words[at - step * words];
  return marrow;
}

function everyOtherSlice(mask: BitMask, options: { kernels: Kernels; first: 0 | 1 }): BitMask {
  const copy = options.kernels.copy(mask);
  const words = mask.size[1] * mask.wordsPerRow;
  for (let k = 1 - options.first; k < mask.size[2]; k += 2) copy.words.fill(0, k * words, (k + 1) * words);
  return copy;
}

function marrowAmong(holes: BitMask, bright: BitMask, options: BoneOptions): { marrow: BitMask; doubtful: BitMask } {
  const { kernels, hu, spacingMm } = options;
  const pixelMm2 = spacingMm[0] * spacingMm[1];
  const resolved = spacingMm[0] <= FLUID_VOXEL_MM;
  const components: Components = kernels.components(holes, { connectivity: 6 });
  const { mean: means, spread: spreads } = insideStatistics(hu, components);
  const walls = denseWallShare(hu, { components, spacingMm });
  const doubtful = new Uint8Array(components.count);
  const marrow = kernels.select(components, (c) => {
    const n = components.voxels[c];
    const [mean, spread] = [means[c], spreads[c]];
    if (mean < MARROW_HU.low || mean > MARROW_HU.high) return false;
    if (n * pixelMm2 > LARGEST_MARROW_MM2) return false;
    const even = spread < options.noiseHu + CANAL_SPREAD_HU;
    // Blood, muscle or fluid within a ring of calcification is even; marrow is not, or is fatty, or lies in dense cortex all round.
    const fluidLike = resolved && spread < options.noiseHu + FLUID_SPREAD_HU && mean > FLUID_HU.low && mean < FLUID_HU.high;
    const canalLike = even && n * pixelMm2 > CANAL_LEAST_MM2 && mean > CANAL_HU.low && mean < CANAL_HU.high;
    if (canalLike && liesBehindBone(bright, { components, component: c, spacingMm })) return false;
    const least = walls.thick[c] >= CORTEX_WALL.share ? TUBULAR_LEAST_MM2 : SHAFT_LEAST_MM2;
    if (fluidLike && (n * pixelMm2 < least || walls.dense[c] < CORTEX_WALL.share)) {
      // What is no wider than a limb artery may be one, and stays out.
      if (n * pixelMm2 >= SHAFT_LEAST_MM2 && walls.dense[c] >= CORTEX_WALL.someShare) doubtful[c] = 1;
      return false;
    }
    return true;
  });
  return { marrow, doubtful: kernels.select(components, (c) => doubtful[c] === 1) };
}

/** Mean and standard deviation of each hole without the ends of its runs, where the ring around it is blurred in. */
function insideStatistics(hu: Int16Array, components: Components): { mean: Float64Array; spread: Float64Array } {
  const nx = components.size[0];
  const sums = new Float64Array(3 * components.count);
  const read = new Uint8Array(components.count);
  for (let pass = 0; pass < 2; pass++) {
    if (pass === 1) for (let c = 0; c < components.count; c++) read[c] = sums[3 * c] > 0 ? 1 : 0;
    for (let run = 0; run < components.row.length; run++) {
      const at = 3 * components.label[run];
      const length = components.end[run] - components.start[run] + 1;
      // A hole of short runs only is read whole, in the second pass.
      if (pass === 1 && read[components.label[run]] === 1) continue;
      const trim = pass === 1 ? 0 : length >= 6 ? 2 : length >= 3 ? 1 : length;
      for (let i = components.start[run] + trim; i <= components.end[run] - trim; i++) {
        const value = hu[components.row[run] * nx + i];
        sums[at]++;
        sums[at + 1] += value;
        sums[at + 2] += value * value;
      }
    }
  }
  const mean = Float64Array.from({ length: components.count }, (_, c) => sums[3 * c + 1] / Math.max(1, sums[3 * c]));
  const spread = mean.map((value, c) => Math.sqrt(Math.max(0, sums[3 * c + 2] / Math.max(1, sums[3 * c]) - value * value)));
  return { mean, spread };
}

/** Marrow cavities of the arm and leg bones are wider than this; calcified limb arteries are not. */
const SHAFT_LEAST_MM2 = 45;
/** Within a wall as thick as {@link CORTEX_WALL}'s all round, which calcified arteries do not have: forearm, fibula, metacarpals. */
const TUBULAR_LEAST_MM2 = 12;
/** The cortex of a shaft reaches this HU within its thickness all round; plaque and cyst walls do so in places. */
const CORTEX_WALL = { hu: 700, withinMm: 4, share: 0.85, someShare: 0.25, thickMm: 1.5 };

/** Share of the run ends of each hole beyond which the wall is as dense as cortex, and as dense and thick. */
function denseWallShare(
  hu: Int16Array,
  options: { components: Components; spacingMm: Vector3 },
): { readonly dense: Float64Array; readonly thick: Float64Array } {
  const { components, spacingMm } = options;
  const nx = components.size[0];
  const reach = Math.max(2, Math.round(CORTEX_WALL.withinMm / spacingMm[0]));
  const thickVoxels = Math.max(2, Math.round(CORTEX_WALL.thickMm / spacingMm[0]));
  const dense = new Float64Array(components.count);
  const thick = new Float64Array(components.count);
  const ends = new Float64Array(components.count);
  const wall = (row: number, from: number, step: number): number => {
    let most = 0;
    for (let n = 1, run = 0; n <= reach; n++) {
      const i = from + step * n;
      if (i < 0 || i >= nx) break;
      run = hu[row * nx + i] >= CORTEX_WALL.hu ? run + 1 : 0;
      most = Math.max(most, run);
    }
    return most;
  };
  for (let run = 0; run < components.row.length; run++) {
    const c = components.label[run];
    for (const voxels of [wall(components.row[run], components.start[run], -1), wall(components.row[run], components.end[run], 1)]) {
      ends[c]++;
      if (voxels > 0) dense[c]++;
      if (voxels >= thickVoxels) thick[c]++;
    }
  }
  return { dense: dense.map((count, c) => count / ends[c]), thick: thick.map((count, c) => count / ends[c]) };
}

/** A vertebral body stands before the spinal canal; the cortex of a long bone surrounds its marrow evenly. */
const BEHIND_MM = 5;
const ABOUT_MM = 25;
/** Bright bone of a vertebral body in one slice: its cortex at the least; a nodule before a shaft has less. */
const VERTEBRA_LEAST_MM2 = 150;

function liesBehindBone(bright: BitMask, options: { components: Components; component: number; spacingMm: Vector3 }): boolean {
  const { components, component, spacingMm } = options;
  const [nx, ny] = bright.size;
  const low = [0, 1, 2].map((axis) => components.bounds[6 * component + axis]);
  const high = [0, 1, 2].map((axis) => components.bounds[6 * component + 3 + axis]);
  const [ri, rj] = [Math.round(ABOUT_MM / spacingMm[0]), Math.round(ABOUT_MM / spacingMm[1])];
  const centre = (low[1] + high[1]) / 2;
  let sum = 0;
  let count = 0;
  let before = 0;
  for (let k = low[2]; k <= high[2]; k++)
    for (let j = Math.max(0, low[1] - rj); j <= Math.min(ny - 1, high[1] + rj); j++)
      for (let i = Math.max(0, low[0] - ri); i <= Math.min(nx - 1, high[0] + ri); i++)
        if (isSet(bright, i, j, k)) {
          sum += j;
          count++;
          if ((centre - j) * spacingMm[1] > BEHIND_MM) before++;
        }
  const beforeMm2 = (before * spacingMm[0] * spacingMm[1]) / (high[2] - low[2] + 1);
  return beforeMm2 >= VERTEBRA_LEAST_MM2 && (centre - sum / count) * spacingMm[1] > BEHIND_MM;
}

/** True where a fine voxel is explained by contrast: no brighter than the pool it belongs to, plus noise. */
export function enhancedVoxels(options: {
  hu: Int16Array;
  size: Vector3;
  factor: Vector3;
  coarseSize: Vector3;
  levelHu: Int16Array;
  noiseHu: number;
  into: BitMask;
}): BitMask {
  const { hu, size, factor, coarseSize, levelHu, into } = options;
  const allowance = ENHANCED_SIGMAS * options.noiseHu;
  for (let k = 0; k < size[2]; k++) {
    const slab = coarseSize[1] * Math.floor(k / factor[2]);
    for (let j = 0; j < size[1]; j++) {
      const from = coarseSize[0] * (Math.floor(j / factor[1]) + slab);
      const row = size[0] * (j + size[1] * k);
      const word = (j + size[1] * k) * into.wordsPerRow;
      for (let a = 0; a < coarseSize[0]; a++) {
        const level = levelHu[from + a];
        if (level === 0) continue;
        const end = Math.min((a + 1) * factor[0], size[0]);
        for (let i = a * factor[0]; i < end; i++)
          if (hu[row + i] <= level + allowance + ENHANCED_SHARE * level) into.words[word + (i >> 5)] |= 1 << (i & 31);
      }
    }
  }
  return into;
}
const ENHANCED_SIGMAS = 4;
/** Mixing of contrast and blood varies by about this much within one pool. */
const ENHANCED_SHARE = 0.1;
