import type { Vector3 } from '../../core/index.ts';
import { createMask, fitsSize } from '../mask/index.ts';
import {
  blockCounts,
  downsampleVoxels,
  gaussianWeights,
  type SmoothOptions,
  smoothThresholdMask,
  smoothVoxels,
  WEIGHT_ONE,
} from '../smooth/index.ts';
import type { BitMask } from '../types.ts';
import type { Engine } from './engine.ts';
import { integerBand, maskOut, SLAB_VOXELS, voxelsIn } from './masks.ts';
import { withBlocks } from './memory.ts';

const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;
/** Sums of a block stay within int32 below this many voxels. */
const MOST_BLOCK_VOXELS = 65535;
/** Below this many slices per chunk the slices smoothed twice, at the seams, would weigh more than an even share. */
const LEAST_SMOOTH_SLICES = 24;

/** Weights as vectors of eight int16: (centre, half) repeated, then (w, w) for each distance. */
function weightsIn(engine: Engine, weights: readonly Int32Array[], take: (bytes: number) => number): number {
  const pairs = weights.flatMap((axis) => Array.from(axis, (weight, away) => [weight, away === 0 ? WEIGHT_ONE / 2 : weight]));
  const address = take(pairs.length * 16);
  const table = engine.memory.i16(address, pairs.length * 8);
  pairs.forEach((pair, at) => {
    for (let lane = 0; lane < 8; lane++) table[8 * at + lane] = pair[lane & 1];
  });
  return address;
}

type Target = { readonly out: number; readonly words: number; readonly low: number; readonly high: number; readonly wordsPerRow: number };

/** Scratch per thread: a line, two tables of taps, the ring's slice numbers, and a ring of planes with one more. */
function runSmooth(engine: Engine, voxels: Int16Array, options: SmoothOptions, target: Target, take: (bytes: number) => number): void {
  const [nx, ny, nz] = options.size;
  const weights = options.spacingMm.map((spacingMm) => gaussianWeights({ sigmaMm: options.sigmaMm, spacingMm }));
  const [rx, ry, rz] = weights.map((axis) => axis.length - 1);
  const padded = Math.ceil(nx / 8) * 8;
  const ring = Math.min(nz, 2 * rz + 1);
  const lineBytes = align(2 * rx) + align(2 * (padded + rx)) + 32;
  const tapBytes = align(8 * (Math.max(rx, ry, rz) + 1));
  const scratchBytes = Math.ceil((lineBytes + 2 * tapBytes + align(4 * ring) + 2 * padded * ny * (ring + 1)) / 64) * 64;
  const share = Math.max(Math.min(nz, LEAST_SMOOTH_SLICES), engine.share(nz, 1));
  engine.run('smooth', {
    args: [
      ...[voxelsIn(engine, voxels, take), target.out, target.words, nx, ny, nz, rx, ry, rz],
      ...[weightsIn(engine, weights, take), take(scratchBytes * engine.threads), scratchBytes, share],
      ...[target.low, target.high, target.wordsPerRow, lineBytes, tapBytes],
    ],
    chunks: Math.ceil(nz / share),
  });
}

/** The result lies in the kernels' memory. */
export function fastSmooth(engine: Engine, voxels: Int16Array, options: SmoothOptions): Int16Array {
  fitsSize(voxels, options.size);
  const out = engine.memory.allocate(voxels.byteLength);
  if (out === null) return smoothVoxels(voxels, options);
  return withBlocks(
    engine.memory,
    (take) => {
      runSmooth(engine, voxels, options, { out, words: 0, low: 0, high: 0, wordsPerRow: 0 }, take);
      return engine.memory.i16(out, voxels.length);
    },
    () => {
      engine.memory.free(out);
      return smoothVoxels(voxels, options);
    },
  );
}

export function fastSmoothThreshold(engine: Engine, voxels: Int16Array, options: SmoothOptions & { low: number; high: number }): BitMask {
  fitsSize(voxels, options.size);
  const band = integerBand(options);
  const empty = createMask(options.size);
  if (band === null) return empty;
  return withBlocks(
    engine.memory,
    (take) => {
      const words = take(empty.words.byteLength);
      runSmooth(engine, voxels, options, { out: 0, words, ...band, wordsPerRow: empty.wordsPerRow }, take);
      return maskOut(engine, empty, words);
    },
    () => smoothThresholdMask(voxels, options),
  );
}

/** The result lies in the kernels' memory. */
export function fastDownsample(
  engine: Engine,
  voxels: Int16Array,
  options: { size: Vector3; factor: Vector3 },
): { voxels: Int16Array; size: Vector3 } {
  fitsSize(voxels, options.size);
  const { factor } = options;
  const size = blockCounts(options.size, factor);
  const count = size[0] * size[1] * size[2];
  const out = factor[0] * factor[1] * factor[2] > MOST_BLOCK_VOXELS ? null : engine.memory.allocate(count * 2);
  if (out === null) return downsampleVoxels(voxels, options);
  return withBlocks(
    engine.memory,
    (take) => {
      const scratchBytes = Math.ceil((size[0] * 4) / 64) * 64;
      const scratch = take(scratchBytes * engine.threads);
      const [nx, ny, nz] = options.size;
      const own = engine.memory.addressOf(voxels);
      // Voxels from elsewhere are copied in a few slices at a time, so that they never lie in memory twice.
      const layers = own === null ? Math.max(1, Math.floor(SLAB_VOXELS / (nx * ny * factor[2]))) : size[2];
      const slab = own ?? take(2 * nx * ny * Math.min(nz, layers * factor[2]));
      for (let first = 0; first < size[2]; first += layers) {
        const from = first * factor[2];
        const depth = Math.min(nz - from, layers * factor[2]);
        if (own === null) engine.memory.i16(slab, nx * ny * depth).set(voxels.subarray(nx * ny * from, nx * ny * (from + depth)));
        const to = out + 2 * size[0] * size[1] * first;
        const args = [slab, to, nx, ny, depth, ...factor, size[0], size[1], scratch, scratchBytes];
        engine.run('downsample', { args, chunks: Math.ceil(depth / factor[2]) });
      }
      return { voxels: engine.memory.i16(out, count), size };
    },
    () => {
      engine.memory.free(out);
      return downsampleVoxels(voxels, options);
    },
  );
}
