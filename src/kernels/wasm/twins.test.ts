import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Vector3 } from '../../core/index.ts';
// The threads' starter lives above this room; a test may look up.
import { startNodeWorker } from '../../host/kernels/node.ts';
import { notMask } from '../mask/index.ts';
import { createPlainKernels } from '../plain/index.ts';
import { randomMask, randomVoxels, structuredMask } from '../proof/brute.ts';
import { transposeBand } from '../separable/index.ts';
import type { Band, BitMask, Kernels } from '../types.ts';
import type { Operation } from './control.ts';
import { type LoadedKernels, loadKernels } from './load.ts';

const SIZES: Vector3[] = [
  [1, 1, 1],
  [31, 7, 5],
  [64, 17, 33],
  [101, 29, 17],
  [528, 9, 6],
];
const BANDS = [
  { low: -200, high: 12000 },
  { low: 129.5, high: 1e9 },
  { low: Number.NEGATIVE_INFINITY, high: -1 },
  { low: 3, high: 2 },
  { low: Number.NaN, high: 2 },
];
const FACTORS: Vector3[] = [
  [1, 1, 1],
  [2, 2, 2],
  [4, 4, 3],
  [3, 2, 5],
];
const plain = createPlainKernels();

const masksOf = (size: Vector3): BitMask[] => [
  randomMask({ size, seed: 1, fill: 0.02 }),
  randomMask({ size, seed: 2, fill: 0.5 }),
  structuredMask(size, 3),
  plain.emptyMask(size),
  notMask(plain.emptyMask(size)),
];

/** Voxels twice: on the heap, and in the kernels' own memory. */
function voxelsOf(kernels: Kernels, size: Vector3): Int16Array[] {
  const heap = randomVoxels({ size, seed: 5, low: -32768, high: 32767 });
  const own = kernels.allocateVoxels(heap.length);
  own.set(heap);
  return [heap, own];
}

const bytesOf = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** Equal to the byte; `toEqual` walks arrays number by number, which would take most of the test's time. */
function same(found: object, truth: object): void {
  expect(Object.keys(found)).toEqual(Object.keys(truth));
  for (const [name, value] of Object.entries(truth) as [string, unknown][]) {
    const mine: unknown = found[name as keyof typeof found];
    if (!ArrayBuffer.isView(value) || !ArrayBuffer.isView(mine)) expect(mine).toEqual(value);
    else if (!bytesOf(mine).equals(bytesOf(value))) expect(mine, name).toEqual(value);
  }
}

describe.each([1, 2])('compiled kernels on %i threads equal the plain ones to the bit', (threads) => {
  let loaded: LoadedKernels;
  let fast: Kernels;
  beforeAll(async () => {
    loaded = await loadKernels({ threads, startWorker: startNodeWorker });
    fast = loaded.kernels;
  });
  afterAll(() => loaded.close());

  const calls = (operation: Operation): number => loaded.counters()?.callsByOperation[operation] ?? 0;
  const chunks = (): number => loaded.counters()?.chunksByThread.reduce((a, b) => a + b, 0) ?? 0;
  /** Runs `work` and fails when the compiled operation did not run in it. */
  const ran = <T>(operation: Operation, work: () => T): T => {
    const before = { calls: calls(operation), chunks: chunks() };
    const result = work();
    expect(calls(operation)).toBeGreaterThan(before.calls);
    expect(chunks()).toBeGreaterThan(before.chunks);
    return result;
  };

  it('is compiled, on the threads asked for', () => {
    expect(fast.kind).toBe('wasm');
    expect(fast.threads).toBe(threads);
    expect(loaded.shortfall).toBeNull();
  });

  it.each(SIZES)('threshold, smooth, downsample on %i x %i x %i', (...size) => {
    for (const voxels of voxelsOf(fast, size)) {
      for (const band of BANDS) same(fast.threshold(voxels, { size, ...band }), plain.threshold(voxels, { size, ...band }));
      ran('threshold', () => fast.threshold(voxels, { size, ...BANDS[0] }));
      for (const sigmaMm of [0.2, 0.5, 1.1, 4]) {
        const options = { size, spacingMm: [0.7, 0.8, 1.25] as Vector3, sigmaMm };
        const smoothed = ran('smooth', () => fast.smooth(voxels, options));
        same({ smoothed }, { smoothed: plain.smooth(voxels, options) });
        fast.release(smoothed);
        const banded = { ...options, ...BANDS[0] };
        const bits = ran('smooth', () => fast.smoothThreshold(voxels, banded));
        same(bits, plain.smoothThreshold(voxels, banded));
      }
      for (const factor of FACTORS) {
        const coarse = ran('downsample', () => fast.downsample(voxels, { size, factor }));
        same(coarse, plain.downsample(voxels, { size, factor }));
        fast.release(coarse.voxels);
      }
    }
  });

  it.each(SIZES)('dilate, erode, close, open on %i x %i x %i', (...size) => {
    for (const mask of masksOf(size))
      for (const options of [
        { radiusMm: 0.5, spacingMm: [1, 1, 1] as Vector3 },
        { radiusMm: 3, spacingMm: [0.7, 1, 1.5] as Vector3 },
        { radiusMm: 7, spacingMm: [0.5, 0.9, 1.1] as Vector3 },
      ])
        for (const name of ['dilate', 'erode', 'close', 'open'] as const) {
          const found = ran('dilate', () => fast[name](mask, options));
          same(found, plain[name](mask, options));
        }
  });

  it.each(SIZES)('components, reconstruct, fillHoles, statistics on %i x %i x %i', (...size) => {
    const [heap, own] = voxelsOf(fast, size);
    const seed = randomMask({ size, seed: 9, fill: 0.003 });
    for (const mask of [...masksOf(size), randomMask({ size, seed: 4, fill: 0.2 })]) {
      for (const connectivity of [6, 18, 26] as const) {
        const components = ran('linkRuns', () => fast.components(mask, { connectivity }));
        same(components, plain.components(mask, { connectivity }));
        const grown = ran('paintRuns', () => fast.reconstruct(seed, mask, { connectivity }));
        same(grown, plain.reconstruct(seed, mask, { connectivity }));
        const truth = plain.statistics(heap, components);
        same(fast.statistics(heap, components), truth);
        if (components.count > 0) {
          const statistics = ran('statistics', () => fast.statistics(own, components));
          same(statistics, truth);
        }
      }
      for (const mode of ['slices', 'volume'] as const) {
        const filled = ran('paintRuns', () => fast.fillHoles(mask, { mode }));
        same(filled, plain.fillHoles(mask, { mode }));
      }
    }
  });

  it.each(SIZES)('distance on %i x %i x %i', (...size) => {
    const box = { low: [size[0] >> 2, size[1] >> 1, size[2] >> 2] as Vector3, high: [size[0] - 1, size[1] - 1, size[2] >> 1] as Vector3 };
    for (const mask of masksOf(size))
      for (const step of [1, 2, 3])
        for (const options of [
          { spacingMm: [0.7, 0.8, 1.25] as Vector3, capMm: 9, step },
          { spacingMm: [1, 1, 2] as Vector3, capMm: Number.POSITIVE_INFINITY, step },
          { spacingMm: [1, 1, 1] as Vector3, capMm: 5.5, step, box },
        ]) {
          const found = ran('distanceColumns', () => fast.distance(mask, options));
          same(found, plain.distance(mask, options));
        }
  });

  it('separable maps, shapes and deconvolution, shrinking and growing', () => {
    const random = createRandom(6);
    const band = (inputs: number, outputs: number, width: number): Band => ({
      inputs,
      outputs,
      width,
      first: Int32Array.from({ length: outputs }, (_, v) => Math.floor(((inputs - width) * v) / Math.max(1, outputs - 1))),
      weight: Float32Array.from({ length: outputs * width }, () => random.next() - 0.2),
    });
    for (const [x, y, z] of [
      [band(39, 13, 11), band(27, 9, 9), band(33, 11, 14)],
      [band(9, 27, 3), band(5, 15, 5), band(11, 33, 1)],
      [band(1, 1, 1), band(70, 7, 13), band(2, 2, 2)],
    ]) {
      const values = Float32Array.from({ length: x.inputs * y.inputs * z.inputs }, () => random.next());
      const found = ran('separable', () => fast.separable(values, [x, y, z]));
      same({ found }, { found: plain.separable(values, [x, y, z]) });
      const voxels = x.outputs * y.outputs * z.outputs;
      const contrast = Float32Array.from({ length: voxels }, () => 900 * random.next() - 100);
      const region = Uint8Array.from({ length: voxels }, () => (random.next() < 0.7 ? 1 : 0));
      const bands = [x, y, z] as const;
      const slope = values.map((value) => value + 0.1);
      const scores = (kernels: Kernels): unknown[] =>
        kernels.shape({ field: values, slope, bands, contrast, region }, (model) => [
          model.score(0.1),
          model.score(0.77),
          model.score(0.5),
          Array.from(model.occupancy()),
        ]);
      expect(ran('shape', () => scores(fast))).toEqual(scores(plain));
      const positive = bands.map((each) => ({ ...each, weight: each.weight.map(Math.abs) })) as unknown as [Band, Band, Band];
      const turned = positive.map(transposeBand) as unknown as [Band, Band, Band];
      const sharpen = { start: values, contrast, region, forward: positive, backward: turned, iterations: 4, floor: 1e-3 };
      const sharp = ran('deconvolve', () => fast.deconvolve(sharpen));
      same({ sharp }, { sharp: plain.deconvolve(sharpen) });
    }
  });

  it('takes voxels from elsewhere a slab at a time', () => {
    const size: Vector3 = [512, 300, 60];
    const voxels = Int16Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => (at * 7919) % 4001);
    const before = loaded.usage()?.peak ?? 0;
    same(fast.threshold(voxels, { size, low: 100, high: 2000 }), plain.threshold(voxels, { size, low: 100, high: 2000 }));
    const coarse = fast.downsample(voxels, { size, factor: [2, 2, 4] });
    same(coarse, plain.downsample(voxels, { size, factor: [2, 2, 4] }));
    fast.release(coarse.voxels);
    expect(loaded.usage()?.peak).toBeLessThan(before + voxels.byteLength);
  });

  it('lets every thread take part', () => {
    const size: Vector3 = [256, 256, 96];
    const mask = structuredMask([64, 64, 24], 1);
    const voxels = fast.allocateVoxels(size[0] * size[1] * size[2]);
    for (let again = 0; again < 50; again++) {
      fast.smoothThreshold(voxels, { size, spacingMm: [1, 1, 1], sigmaMm: 1, low: 0, high: 1 });
      fast.dilate(mask, { radiusMm: 3, spacingMm: [1, 1, 1] });
      if (loaded.counters()?.chunksByThread.every((count) => count > 0)) break;
    }
    expect(Math.min(...(loaded.counters()?.chunksByThread ?? [0]))).toBeGreaterThan(0);
  });
});
