import type { Vector3 } from '../../core/index.ts';
import type { Band, Kernels } from '../../kernels/index.ts';
import type { Patch } from './patch.ts';

/** Half-width of a sampled Gaussian, in standard deviations. */
const REACH_SIGMA = 3.2;

/** Gaussian blur of a patch, standard deviation per axis in mm; the border value continues outside. */
export function blurPatch(values: Float32Array, patch: Patch, options: { sigmaMm: Vector3; kernels: Kernels }): Float32Array {
  const { sigmaMm, kernels } = options;
  const bands = patch.size.map((length, axis) => blurBand(length, gaussian(sigmaMm[axis] / patch.spacingMm[axis])));
  return kernels.separable(values, bands as unknown as readonly [Band, Band, Band]);
}

/** What the kernel would take from outside falls to the border voxel. */
function blurBand(length: number, kernel: Float64Array): Band {
  const reach = (kernel.length - 1) / 2;
  const width = Math.min(length, kernel.length);
  const first = new Int32Array(length);
  const weight = new Float32Array(length * width);
  for (let at = 0; at < length; at++) {
    first[at] = Math.max(0, Math.min(length - width, at - reach));
    for (let n = -reach; n <= reach; n++) {
      const from = Math.min(length - 1, Math.max(0, at + n));
      weight[at * width + from - first[at]] += kernel[n + reach];
    }
  }
  return { inputs: length, outputs: length, width, first, weight };
}

/** Odd-length kernel that sums to 1; a single 1 when the blur is far below a voxel. */
function gaussian(sigmaVoxels: number): Float64Array {
  const reach = sigmaVoxels < 0.2 ? 0 : Math.max(1, Math.ceil(REACH_SIGMA * sigmaVoxels));
  const kernel = new Float64Array(2 * reach + 1);
  let sum = 0;
  for (let n = -reach; n <= reach; n++) {
    const value = reach === 0 ? 1 : Math.exp(-0.5 * (n / sigmaVoxels) ** 2);
    kernel[n + reach] = value;
    sum += value;
  }
  for (let n = 0; n < kernel.length; n++) kernel[n] /= sum;
  return kernel;
}
