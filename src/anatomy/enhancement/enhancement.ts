import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, coarseNoiseHu, forEachSet, isSet, maskWhere } from '../frame/index.ts';
import { FLAT_RANGE_HU, findCores, LEAST_HU, type Pool } from './cores.ts';

/** Contrast medium in blood, organs, urine or bowel, on the coarse grid. */
export interface Enhancement {
  readonly mask: BitMask;
  /** Level of the contrast near each voxel of `mask`, HU; 0 elsewhere. */
  readonly levelHu: Int16Array;
  /** Brightest that contrast medium gets in the larger pools, with noise, HU; null without contrast. */
  readonly ceilingHu: number | null;
  /** Is the blood as bright as while the bolus runs in? Only then is undiluted medium met in the great veins. */
  readonly firstPass: boolean;
  /** The accepted cores, largest first. */
  readonly pools: readonly Pool[];
}

/** Bone's marrow is left towards brighter cortex; this share of ways out of contrast must be darker. */
const DARK_EXIT_SHARE = 0.75;
/** A core fades into its edge within the blur and one coarse voxel. */
const EDGE_MM = 4;
const EDGE_LEVEL = 0.45;
/** Pools of this size set the ceiling; smaller ones may hold undiluted medium. */
const CEILING_POOL_MM3 = 4000;
const CEILING_SHARE = 1.1;
const CEILING_SIGMAS = 3;
/** Blood above this is enhanced; unenhanced blood is 35 to 55 HU, clotted up to 80. */
const ENHANCED_BLOOD_HU = 95;
/** A vessel: far longer than wide (a calcified mass is not), no wider than the aorta, not as dense as the cortex of a shaft. */
const VESSEL = { leastLengthMm: 60, mostSectionMm2: 450, slenderness: 5, mostHu: 600 };
/** The cortex of a shaft is a ring: what its slices enclose, as a share of itself. */
const RING_SHARE = 0.05;
/** A filled bladder is larger than `mostMm3`; cores end some millimetres inside what they are the cores of. */
const ODD = { leastHu: 400, overUsual: 1.8, mostMm3: 15_000, besideMm: 10, besideShare: 0.6 };
/** Arterial phase; portal and later phases stay below. */
const FIRST_PASS_HU = 200;
/** Oral medium lies in the bowel, against its gas. */
const ORAL = { leastMm3: 1500, gasShare: 0.3 };
/** Even masses this near the surface are no organ. */
const SHALLOW_SHARE = 0.5;

export interface EnhancementOptions {
  readonly body: BitMask;
  readonly gas: BitMask;
  readonly noiseHu: number;
  /** HU of the aorta where it was followed; null = not in the scan or not seen. */
  readonly aortaHu: number | null;
  /** Does the record say that a contrast agent was given? */
  readonly agentStated: boolean;
  readonly kernels: Kernels;
}

/**
 * Even bright pools with dark surroundings are contrast medium only when something vouches for it: an enhanced aorta,
 * a stated agent, or the shape of a vessel. Otherwise a large even calcification would pass for blood.
 */
export function findEnhancement(coarse: Coarse, options: EnhancementOptions): Enhancement {
  const { kernels, body } = options;
  const coarseNoise = coarseNoiseHu(coarse, options.noiseHu);
  const { components, pools: all } = findCores(coarse, { body, gas: options.gas, coarseNoise, kernels });
  const given = options.aortaHu !== null ? options.aortaHu > ENHANCED_BLOOD_HU : options.agentStated;
  const isRing = (pool: Pool): boolean => {
    const alone = kernels.select(components, (c) => c === pool.component);
    const own = kernels.count(alone);
    return kernels.count(kernels.fillHoles(alone, { mode: 'slices' })) > (1 + RING_SHARE) * own;
  };
  const even = all.filter((pool) => pool.darkExitShare >= DARK_EXIT_SHARE && vouched(pool, given, options) && (given || !isRing(pool)));
  const pools = withoutOddOnes(even, { components, spacingMm: coarse.spacingMm, kernels });
  const chosen = new Set(pools.map((pool) => pool.component));
  const core = kernels.select(components, (c) => chosen.has(c));
  const levelHu = new Int16Array(coarse.hu.length);
  const mask = spread({ coarse, core, levelHu, coarseNoise, body });
  const large = pools.filter((pool) => pool.volumeMm3 >= CEILING_POOL_MM3 || isVessel(pool));
  const ceilingHu =
    large.length === 0
      ? null
      : Math.round(CEILING_SHARE * Math.max(...large.map((pool) => pool.meanHu)) + CEILING_SIGMAS * options.noiseHu);
  return { mask, levelHu, pools, ceilingHu, firstPass: medianLevel(pools) >= FIRST_PASS_HU };
}

/**
 * Blood and the organs that it feeds shine alike. A small even mass far brighter than most of the contrast is one only beside
 * other contrast (renal pelvis, undiluted bolus), in the bowel, or with a vessel's shape; else it is mineral.
 */
function withoutOddOnes(pools: readonly Pool[], options: { components: Components; spacingMm: Vector3; kernels: Kernels }): Pool[] {
  const { components, spacingMm, kernels } = options;
  const usualHu = medianLevel(pools);
  const isOdd = (pool: Pool): boolean =>
    pool.meanHu > Math.max(ODD.leastHu, ODD.overUsual * usualHu) &&
    (pool.volumeMm3 < ODD.mostMm3 || isSlender(pool)) &&
    pool.gasShare < ORAL.gasShare &&
    !isVessel(pool);
  const odd = pools.filter(isOdd);
  if (odd.length === 0) return [...pools];
  const usual = new Set(pools.filter((pool) => !isOdd(pool)).map((pool) => pool.component));
  const near = kernels.dilate(
    kernels.select(components, (c) => usual.has(c)),
    { radiusMm: ODD.besideMm, spacingMm },
  );
  const lone = odd.filter((pool) => {
    const alone = kernels.select(components, (c) => c === pool.component);
    const own = kernels.count(alone);
    return kernels.count(kernels.and(alone, near)) < ODD.besideShare * own;
  });
  return pools.filter((pool) => !lone.includes(pool));
}

/** HU that half of the contrast's volume stays below. */
function medianLevel(pools: readonly Pool[]): number {
  const sorted = [...pools].sort((a, b) => a.meanHu - b.meanHu);
  const half = sorted.reduce((sum, pool) => sum + pool.volumeMm3, 0) / 2;
  let sum = 0;
  for (const pool of sorted) {
    sum += pool.volumeMm3;
    if (sum >= half) return pool.meanHu;
  }
  return 0;
}

/** Longer than wide by far, and no wider than the aorta: no bladder. */
const isSlender = (pool: Pool): boolean =>
  pool.sectionMm2 <= VESSEL.mostSectionMm2 && pool.lengthMm >= VESSEL.slenderness * Math.sqrt(pool.sectionMm2);

const isVessel = (pool: Pool): boolean => pool.meanHu <= VESSEL.mostHu && pool.lengthMm >= VESSEL.leastLengthMm && isSlender(pool);

function vouched(pool: Pool, given: boolean, options: EnhancementOptions): boolean {
  if (pool.volumeMm3 >= ORAL.leastMm3 && pool.gasShare >= ORAL.gasShare) return true;
  if (given) return pool.shallowShare < SHALLOW_SHARE || isVessel(pool);
  return options.aortaHu === null && isVessel(pool);
}

/** From the cores outward while the value lies between the edge level and the pool's own level plus noise. */
function spread(options: { coarse: Coarse; core: BitMask; levelHu: Int16Array; coarseNoise: number; body: BitMask }): BitMask {
  const { coarse, levelHu, body } = options;
  const [nx, ny, nz] = coarse.size;
  const hu = coarse.hu;
  let front: number[] = [];
  forEachSet(options.core, (i, j, k) => {
    const offset = i + nx * (j + ny * k);
    levelHu[offset] = hu[offset];
    front.push(offset);
  });
  const rounds = Math.max(1, Math.round(EDGE_MM / Math.max(coarse.spacingMm[0], coarse.spacingMm[1])));
  for (let round = 0; round < rounds; round++) {
    const next: number[] = [];
    for (const offset of front) {
      const i = offset % nx;
      const j = Math.floor(offset / nx) % ny;
      const k = Math.floor(offset / (nx * ny));
      const level = levelHu[offset];
      for (let side = 0; side < 6; side++) {
        const a = i + (side === 0 ? 1 : side === 1 ? -1 : 0);
        const b = j + (side === 2 ? 1 : side === 3 ? -1 : 0);
        const c = k + (side === 4 ? 1 : side === 5 ? -1 : 0);
        if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
        const to = a + nx * (b + ny * c);
        if (levelHu[to] !== 0 || !isSet(body, a, b, c)) continue;
        const value = hu[to];
        if (value < Math.max(LEAST_HU / 2, EDGE_LEVEL * level) || value > level + 3 * options.coarseNoise + FLAT_RANGE_HU / 2) continue;
        levelHu[to] = level;
        next.push(to);
      }
    }
    front = next;
  }
  return maskWhere(coarse.size, (offset) => levelHu[offset] !== 0);
}
