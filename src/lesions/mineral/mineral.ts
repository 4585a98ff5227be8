import type { Distribution, Mineral } from '../../core/index.ts';
import type { ShapeMeasures } from '../morphology/index.ts';
import { falls, rises } from '../morphology/index.ts';

/** Share of soft-tissue mineral on CT that is bone, before looking (ossification is the rarer; expert estimate). */
const PRIOR_OSSIFICATION = 0.15;
/** Marrow fat lies below this deep inside. */
const MARROW_FAT_HU = -20;
/** Cortex needs a rim this much denser than the inside. */
const CORTEX_RATIO = 0.6;
/** Voxels across the lesion under which cortex and trabeculae cannot be told from even mineral. */
const VOXELS_NEEDED = 7;
/** Cortical bone exceeds this (1h: cortex > 1000 HU with fat inside). */
const CORTEX_HU = 600;

export interface MineralVerdict {
  readonly probability: Distribution<Mineral>;
  /** 0..1: could the voxels show an inside at all? Near 0 the prior stands and the answer is "too small to say". */
  readonly resolved: number;
}

/** Calcification (even or amorphous) or ossification (cortex around trabeculae and fat). */
export function nameMineral(shape: ShapeMeasures, scan: { voxelMm: number; maxHu: number }): MineralVerdict {
  const across = Math.cbrt(shape.lengthMm * shape.widthMm * shape.thicknessMm) / scan.voxelMm;
  const resolved = rises(across, VOXELS_NEEDED, 1);
  const rim = falls(shape.coreToRim, CORTEX_RATIO, 0.07);
  const fat = falls(shape.coreLowHu, MARROW_FAT_HU, 15);
  const cortex = rises(scan.maxHu, CORTEX_HU, 80);
  // Rim with fat inside is bone; a rim alone is a rim; neither is even mineral.
  const likelihoodRatio = rim * cortex * (1 + 30 * fat) + (1 - rim) * 0.25;
  const odds = (PRIOR_OSSIFICATION / (1 - PRIOR_OSSIFICATION)) * Math.exp(resolved * Math.log(Math.max(0.02, likelihoodRatio)));
  const ossification = odds / (1 + odds);
  return { probability: { calcification: 1 - ossification, ossification }, resolved };
}
