import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { isBone, measureParts, type PartMeasures } from './parts.ts';

/** The skeleton on the fine grid. */
export interface Skeleton {
  /** Cortex with marrow, filled. */
  readonly bone: BitMask;
  /** Bright pieces (calcification, device, contrast) that are not bone. */
  readonly notBone: BitMask;
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
  readonly kernels: Kernels;
}

/** Cracks of the cortex (nutrient canals, sutures, partial volume) that are bridged before marrow is sought. */
const CRACK_MM = 1.5;
/** An enclosed space larger than this is no marrow unless it is as fatty or as dense as marrow (a skull, a pelvic ring). */
const LARGEST_MARROW_MM3 = 60_000;
/** Yellow marrow reaches down to fat (-120 HU); air in a sinus lies far below. */
const MARROW_HU = { low: -140, high: 700 };
/** Spinal canal, brain, eye: even soft tissue. */
const CANAL_HU = { low: -10, high: 60 };
const CANAL_LEAST_MM3 = 800;
const CANAL_SPREAD_HU = 30;

export function findBone(options: BoneOptions): Skeleton {
  const { kernels, hu, size } = options;
  const bright = kernels.threshold(hu, { size, low: options.thresholdHu, high: 32767 });
  kernels.andNot(kernels.and(bright, options.body), options.enhanced);
  const marrow = findMarrow(bright, options);
  const filled = kernels.or(kernels.copy(marrow), bright);
  const components = kernels.components(filled, { connectivity: 26 });
  const parts = measureParts(components, { ...options, filled });
  const kept = new Uint8Array(components.count);
  for (const part of parts) if (isBone(part)) kept[part.component] = 1;
  const bone = kernels.select(components, (component) => kept[component] === 1);
  const notBone = kernels.andNot(kernels.copy(bright), bone);
  return { bone, notBone, parts };
}

/** Enclosed spaces of each slice that look like marrow. */
function findMarrow(bright: BitMask, options: BoneOptions): BitMask {
  const { kernels, hu, spacingMm } = options;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const closed = kernels.close(bright, { radiusMm: Math.max(CRACK_MM, 1.01 * spacingMm[0]), spacingMm });
  const holes = kernels.andNot(kernels.fillHoles(closed, { mode: 'slices' }), bright);
  const components: Components = kernels.components(holes, { connectivity: 6 });
  const statistics = kernels.statistics(hu, components);
  return kernels.select(components, (c) => {
    const n = components.voxels[c];
    const mean = statistics.sum[c] / n;
    const spread = Math.sqrt(Math.max(0, statistics.sumOfSquares[c] / n - mean * mean));
    if (mean < MARROW_HU.low || mean > MARROW_HU.high) return false;
    const volume = n * voxelMm3;
    if (volume > LARGEST_MARROW_MM3) return mean > 100;
    const even = spread < options.noiseHu + CANAL_SPREAD_HU;
    return !(even && volume > CANAL_LEAST_MM3 && mean > CANAL_HU.low && mean < CANAL_HU.high);
  });
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
