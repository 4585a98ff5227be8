import type { Vector3 } from '../../src/core/index.ts';
import type { BitMask, Components, Kernels } from '../../src/kernels/index.ts';

/** What a task works on; `t130` and the rest come from the kernels that are timed. */
export interface Scene {
  readonly voxels: Int16Array;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  readonly t130: BitMask;
  readonly t60: BitMask;
  readonly body: BitMask;
  readonly components: Components;
}

/** One timed kernel; the number it returns must be the same for every implementation. */
export interface Task {
  readonly name: string;
  readonly peer: string | null;
  run(kernels: Kernels, scene: Scene): number;
}

const sum = (values: Float32Array): number => {
  let total = 0;
  for (let at = 0; at < values.length; at += 97) total += values[at];
  return total;
};
const drop = (kernels: Kernels, voxels: Int16Array): number => {
  const value = voxels[voxels.length >> 1] + voxels[voxels.length >> 2];
  kernels.release(voxels);
  return value;
};
const words = (mask: BitMask): number => mask.words[mask.words.length >> 1];

export const TASKS: readonly Task[] = [
  {
    name: 'threshold to bits',
    peer: 'threshold',
    run: (kernels, { voxels, size }) => words(kernels.threshold(voxels, { size, low: 130, high: 32767 })),
  },
  {
    name: 'Gaussian 0.75 mm',
    peer: 'gaussian',
    run: (kernels, scene) => drop(kernels, kernels.smooth(scene.voxels, { ...scene, sigmaMm: 0.75 })),
  },
  {
    name: 'Gaussian and threshold',
    peer: null,
    run: (kernels, scene) => words(kernels.smoothThreshold(scene.voxels, { ...scene, sigmaMm: 0.75, low: 130, high: 32767 })),
  },
  {
    name: 'downsample 2x2x2',
    peer: null,
    run: (kernels, { voxels, size }) => drop(kernels, kernels.downsample(voxels, { size, factor: [2, 2, 2] }).voxels),
  },
  {
    name: 'close ball r=3 voxels',
    peer: 'close3',
    run: (kernels, { body }) => words(kernels.close(body, { radiusMm: 3, spacingMm: [1, 1, 1] })),
  },
  {
    name: 'close ball r=5 voxels',
    peer: 'close5',
    run: (kernels, { body }) => words(kernels.close(body, { radiusMm: 5, spacingMm: [1, 1, 1] })),
  },
  {
    name: 'erode ball r=12 voxels',
    peer: null,
    run: (kernels, { body }) => words(kernels.erode(body, { radiusMm: 12, spacingMm: [1, 1, 1] })),
  },
  { name: 'fill holes 3-D', peer: 'fill', run: (kernels, { t60 }) => words(kernels.fillHoles(t60, { mode: 'volume' })) },
  { name: 'components 26, t130', peer: 'label130', run: (kernels, { t130 }) => kernels.components(t130, { connectivity: 26 }).count },
  { name: 'components 26, t60', peer: 'label60', run: (kernels, { t60 }) => kernels.components(t60, { connectivity: 26 }).count },
  {
    name: 'statistics, t130',
    peer: 'statistics',
    run: (kernels, { voxels, components }) => kernels.statistics(voxels, components).sum[0],
  },
  {
    name: 'distance to body edge',
    peer: 'edt',
    run: (kernels, { body, spacingMm }) => sum(kernels.distance(kernels.not(kernels.copy(body)), { spacingMm, capMm: 1e6 }).mm),
  },
  {
    name: 'distance to t130',
    peer: 'edt130',
    run: (kernels, { t130, spacingMm }) => sum(kernels.distance(t130, { spacingMm, capMm: 1e6 }).mm),
  },
  {
    name: 'distance to t130, step 2, cap 40 mm',
    peer: null,
    run: (kernels, { t130, spacingMm }) => sum(kernels.distance(t130, { spacingMm, capMm: 40, step: 2 }).mm),
  },
];
