import type { Vector3 } from '../../core/index.ts';
import type { Patch } from './patch.ts';

/** Half-width of a sampled Gaussian, in standard deviations. */
const REACH_SIGMA = 3.2;

/** Gaussian blur of a patch, standard deviation per axis in mm; the border value continues outside. */
export function blurPatch(values: Float32Array, patch: Patch, sigmaMm: Vector3): Float32Array {
  let from = Float32Array.from(values);
  let into = new Float32Array(values.length);
  const stride = [1, patch.size[0], patch.size[0] * patch.size[1]];
  for (let axis = 0; axis < 3; axis++) {
    const kernel = gaussian(sigmaMm[axis] / patch.spacingMm[axis]);
    if (kernel.length === 1) continue;
    blurAxis({ from, into, size: patch.size, axis, stride: stride[axis], kernel });
    [from, into] = [into, from];
  }
  return from;
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

function blurAxis(options: {
  from: Float32Array;
  into: Float32Array;
  size: Vector3;
  axis: number;
  stride: number;
  kernel: Float64Array;
}): void {
  const { from, into, size, axis, stride, kernel } = options;
  const reach = (kernel.length - 1) / 2;
  const [nx, ny, nz] = size;
  let at = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        const along = axis === 0 ? i : axis === 1 ? j : k;
        const last = size[axis] - 1;
        let sum = 0;
        for (let n = -reach; n <= reach; n++) {
          const to = along + n < 0 ? 0 : along + n > last ? last : along + n;
          sum += kernel[n + reach] * from[at + (to - along) * stride];
        }
        into[at] = sum;
      }
}
