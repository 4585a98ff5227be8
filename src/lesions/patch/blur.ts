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

interface AxisBlur {
  readonly from: Float32Array;
  readonly into: Float32Array;
  readonly size: Vector3;
  readonly axis: number;
  readonly stride: number;
  readonly kernel: Float64Array;
}

/** Sums run over whole rows (for y and z) or along one padded row (for x), in order of the kernel. */
function blurAxis(options: AxisBlur): void {
  const { from, into, size, axis, stride, kernel } = options;
  const reach = (kernel.length - 1) / 2;
  const [nx, ny, nz] = size;
  const last = size[axis] - 1;
  const sums = new Float64Array(nx);
  const line = new Float64Array(nx + 2 * reach);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const base = nx * (j + ny * k);
      sums.fill(0);
      if (axis === 0) {
        line.fill(from[base], 0, reach);
        for (let i = 0; i < nx; i++) line[reach + i] = from[base + i];
        line.fill(from[base + nx - 1], reach + nx);
        for (let n = 0; n < kernel.length; n++) for (let i = 0; i < nx; i++) sums[i] += kernel[n] * line[i + n];
      } else {
        const along = axis === 1 ? j : k;
        for (let n = -reach; n <= reach; n++) {
          const read = base + (Math.min(last, Math.max(0, along + n)) - along) * stride;
          const weight = kernel[n + reach];
          for (let i = 0; i < nx; i++) sums[i] += weight * from[read + i];
        }
      }
      into.set(sums, base);
    }
}
