import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, forEachSet, isSet, maskWhere, setBit } from '../frame/index.ts';

/** Contrast medium in blood, organs, urine or bowel, on the coarse grid. */
export interface Enhancement {
  readonly mask: BitMask;
  /** Level of the contrast near each voxel of `mask`, HU; 0 elsewhere. */
  readonly levelHu: Int16Array;
  /** Brightest that contrast medium gets in the larger pools, with noise, HU; null without contrast. */
  readonly ceilingHu: number | null;
  /** Homogeneous bright cores, largest first. */
  readonly pools: readonly { readonly volumeMm3: number; readonly meanHu: number; readonly centre: readonly [number, number, number] }[];
}

/** Brighter than any unenhanced soft tissue or clotted blood (about 80 HU) with room for noise. */
const LEAST_HU = 120;
/** Contrast medium is even: within a 3x3x3 neighbourhood its range stays below this, or this share of its level. */
const FLAT_RANGE_HU = 70;
const FLAT_RANGE_SHARE = 0.3;
const NOISE_RANGES = 5;
/** The smallest core that can be told to be even: about a 6 mm vessel over 1 cm. */
const LEAST_CORE_MM3 = 250;
/** Going outward from marrow one meets brighter cortex, from blood something darker; this share must be darker. */
const DARK_EXIT_SHARE = 0.75;
const EXIT = { darkerShare: 0.7, brighterShare: 0.2, brighterHu: 60, reachSteps: 5 };
/** A core fades into its edge within the blur and one coarse voxel. */
const EDGE_MM = 4;
/** Vessels shrink below the coarse grid's evenness; they are followed along from a core this far. */
const EDGE_LEVEL = 0.45;

/** Pools of this size set the ceiling; smaller ones may hold undiluted medium. */
const CEILING_POOL_MM3 = 4000;
const CEILING_SHARE = 1.1;
const CEILING_SIGMAS = 3;

export function findEnhancement(coarse: Coarse, options: { body: BitMask; noiseHu: number; kernels: Kernels }): Enhancement {
  const { kernels, body } = options;
  const { size, spacingMm, hu } = coarse;
  const [nx, ny] = size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const coarseNoise = options.noiseHu / Math.sqrt(Math.min(4, coarse.factor[0] * coarse.factor[1] * coarse.factor[2]));
  const bright = kernels.and(kernels.threshold(hu, { size, low: LEAST_HU, high: 3000 }), body);
  const flat = kernels.emptyMask(size);
  forEachSet(bright, (i, j, k) => {
    if (i < 1 || j < 1 || k < 1 || i >= nx - 1 || j >= ny - 1 || k >= size[2] - 1) return;
    const { low, high } = rangeAbout(hu, { i, j, k, nx, ny });
    const allowed = Math.max(FLAT_RANGE_HU, FLAT_RANGE_SHARE * hu[i + nx * (j + ny * k)], NOISE_RANGES * coarseNoise);
    if (high - low <= allowed && low > LEAST_HU - coarseNoise) setBit(flat, i, j, k);
  });
  const components = kernels.components(flat, { connectivity: 6 });
  const statistics = kernels.statistics(hu, components);
  const dark = darkExits(coarse, components, statistics.sum);
  const isPool = (c: number): boolean => components.voxels[c] * voxelMm3 >= LEAST_CORE_MM3 && dark[c] >= DARK_EXIT_SHARE;
  const core = kernels.select(components, isPool);
  const levelHu = new Int16Array(hu.length);
  const pools: { volumeMm3: number; meanHu: number; centre: [number, number, number] }[] = [];
  const centre = new Float64Array(3 * components.count);
  for (let run = 0; run < components.row.length; run++) {
    const c = components.label[run];
    const length = components.end[run] - components.start[run] + 1;
    centre[3 * c] += (length * (components.start[run] + components.end[run])) / 2;
    centre[3 * c + 1] += length * (components.row[run] % ny);
    centre[3 * c + 2] += length * Math.floor(components.row[run] / ny);
  }
  for (let c = 0; c < components.count; c++) {
    if (!isPool(c)) continue;
    const n = components.voxels[c];
    pools.push({
      volumeMm3: n * voxelMm3,
      meanHu: statistics.sum[c] / n,
      centre: [centre[3 * c] / n, centre[3 * c + 1] / n, centre[3 * c + 2] / n],
    });
  }
  pools.sort((a, b) => b.volumeMm3 - a.volumeMm3);
  const mask = spread({ coarse, core, levelHu, coarseNoise, body });
  const large = pools.filter((pool) => pool.volumeMm3 >= CEILING_POOL_MM3);
  const ceilingHu =
    large.length === 0
      ? null
      : Math.round(CEILING_SHARE * Math.max(...large.map((pool) => pool.meanHu)) + CEILING_SIGMAS * options.noiseHu);
  return { mask, levelHu, pools, ceilingHu };
}

function rangeAbout(hu: Int16Array, at: { i: number; j: number; k: number; nx: number; ny: number }): { low: number; high: number } {
  const { i, j, k, nx, ny } = at;
  let low = 32767;
  let high = -32768;
  for (let c = k - 1; c <= k + 1; c++)
    for (let b = j - 1; b <= j + 1; b++) {
      const from = nx * (b + ny * c);
      for (let a = i - 1; a <= i + 1; a++) {
        const value = hu[from + a];
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  return { low, high };
}

/** Share of ways out of each core, within the slice, that end in something darker and not in something brighter. */
function darkExits(coarse: Coarse, components: Components, sums: Float64Array): Float64Array {
  const [nx, ny] = coarse.size;
  const exits = new Float64Array(2 * components.count);
  for (let run = 0; run < components.row.length; run++) {
    const row = components.row[run];
    const c = components.label[run];
    const mean = sums[c] / components.voxels[c];
    const darker = EXIT.darkerShare * mean;
    const brighter = mean + Math.max(EXIT.brighterHu, EXIT.brighterShare * mean);
    for (let i = components.start[run]; i <= components.end[run]; i++)
      for (let side = 0; side < 4; side++) {
        const [di, dj] = [side === 0 ? 1 : side === 1 ? -1 : 0, side === 2 ? 1 : side === 3 ? -1 : 0];
        for (let step = 1; step <= EXIT.reachSteps; step++) {
          const [a, b] = [i + di * step, (row % ny) + dj * step];
          if (a < 0 || b < 0 || a >= nx || b >= ny) break;
          const value = coarse.hu[a + nx * (b + ny * Math.floor(row / ny))];
          if (value >= darker && value <= brighter) continue;
          exits[2 * c + (value < darker ? 0 : 1)]++;
          break;
        }
      }
  }
  return Float64Array.from({ length: components.count }, (_, c) => exits[2 * c] / Math.max(1, exits[2 * c] + exits[2 * c + 1]));
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
