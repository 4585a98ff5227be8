import type { Vector3 } from '../../core/index.ts';
import { fitsSize } from '../mask/index.ts';

/** Blocks along each axis; the last one may be partial. @throws RangeError on a factor that is not a positive integer. */
export function blockCounts(size: Vector3, factor: Vector3): Vector3 {
  if (factor.some((each) => !(Number.isInteger(each) && each > 0)))
    throw new RangeError(`factor ${factor.join('x')} is not made of positive integers`);
  return size.map((length, axis) => Math.ceil(length / factor[axis])) as unknown as Vector3;
}

/** Block means, rounded half up. */
export function downsampleVoxels(voxels: Int16Array, options: { size: Vector3; factor: Vector3 }): { voxels: Int16Array; size: Vector3 } {
  const { factor } = options;
  fitsSize(voxels, options.size);
  const [nx, ny, nz] = options.size;
  const [fx, fy, fz] = factor;
  const size = blockCounts(options.size, factor);
  const [mx, my, mz] = size;
  const coarse = new Int16Array(mx * my * mz);
  const sums = new Float64Array(mx);
  for (let c = 0; c < mz; c++)
    for (let b = 0; b < my; b++) {
      const lastJ = Math.min(ny, (b + 1) * fy);
      const lastK = Math.min(nz, (c + 1) * fz);
      sums.fill(0);
      for (let k = c * fz; k < lastK; k++)
        for (let j = b * fy; j < lastJ; j++) {
          let at = nx * (j + ny * k);
          for (let a = 0; a < mx; a++) {
            const end = at + Math.min(fx, nx - a * fx);
            let sum = 0;
            for (; at < end; at++) sum += voxels[at];
            sums[a] += sum;
          }
        }
      const rows = (lastJ - b * fy) * (lastK - c * fz);
      for (let a = 0; a < mx; a++) coarse[a + mx * (b + my * c)] = Math.floor(sums[a] / (rows * Math.min(fx, nx - a * fx)) + 0.5);
    }
  return { voxels: coarse, size };
}
