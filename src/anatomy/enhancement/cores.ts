import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, forEachSet, isSet, setBit } from '../frame/index.ts';

/** An even bright core and what tells contrast medium from mineral. */
export interface Pool {
  readonly component: number;
  readonly volumeMm3: number;
  readonly meanHu: number;
  /** Coarse index of its centre. */
  readonly centre: readonly [number, number, number];
  /** Share of ways out, within the slice, that end in something darker. */
  readonly darkExitShare: number;
  /** Diagonal of its bounding box, and volume over that. */
  readonly lengthMm: number;
  readonly sectionMm2: number;
  /** Share of voxels less than {@link SHALLOW_MM} under the surface, and within {@link GAS_MM} of bowel gas. */
  readonly shallowShare: number;
  readonly gasShare: number;
}

/** Brighter than any unenhanced soft tissue or clotted blood (about 80 HU) with room for noise. */
export const LEAST_HU = 120;
/** Contrast medium is even: within a 3x3x3 neighbourhood its range stays below this, or this share of its level. */
export const FLAT_RANGE_HU = 70;
const FLAT_RANGE_SHARE = 0.3;
const NOISE_RANGES = 5;
/** Going outward from marrow one meets brighter cortex, from blood something darker. */
const EXIT = { darkerShare: 0.7, brighterShare: 0.2, brighterHu: 60, reachSteps: 5 };
const SHALLOW_MM = 15;
const GAS_MM = 12;
/** The smallest core that can be told to be even: about a 6 mm vessel over 1 cm. */
const LEAST_CORE_MM3 = 250;

export interface CoreOptions {
  readonly body: BitMask;
  readonly gas: BitMask;
  readonly coarseNoise: number;
  readonly kernels: Kernels;
}

export function findCores(coarse: Coarse, options: CoreOptions): { components: Components; pools: Pool[] } {
  const { kernels, body, coarseNoise } = options;
  const { size, spacingMm, hu } = coarse;
  const [nx, ny] = size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
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
  const deep = kernels.erode(body, { radiusMm: SHALLOW_MM, spacingMm });
  const nearGas = kernels.dilate(options.gas, { radiusMm: GAS_MM, spacingMm });
  const sums = new Float64Array(5 * components.count);
  for (let run = 0; run < components.row.length; run++) {
    const at = 5 * components.label[run];
    const [j, k] = [components.row[run] % ny, Math.floor(components.row[run] / ny)];
    for (let i = components.start[run]; i <= components.end[run]; i++) {
      sums[at] += i;
      sums[at + 1] += j;
      sums[at + 2] += k;
      if (!isSet(deep, i, j, k)) sums[at + 3]++;
      if (isSet(nearGas, i, j, k)) sums[at + 4]++;
    }
  }
  const pools: Pool[] = [];
  for (let c = 0; c < components.count; c++) {
    const n = components.voxels[c];
    if (n * voxelMm3 < LEAST_CORE_MM3) continue;
    const extent = [0, 1, 2].map((axis) => (components.bounds[6 * c + 3 + axis] - components.bounds[6 * c + axis] + 1) * spacingMm[axis]);
    const lengthMm = Math.hypot(extent[0], extent[1], extent[2]);
    pools.push({
      component: c,
      volumeMm3: n * voxelMm3,
      meanHu: statistics.sum[c] / n,
      centre: [sums[5 * c] / n, sums[5 * c + 1] / n, sums[5 * c + 2] / n],
      darkExitShare: dark[c],
      lengthMm,
      sectionMm2: (n * voxelMm3) / lengthMm,
      shallowShare: sums[5 * c + 3] / n,
      gasShare: sums[5 * c + 4] / n,
    });
  }
  pools.sort((a, b) => b.volumeMm3 - a.volumeMm3 || a.component - b.component);
  return { components, pools };
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
