import type { Vector3 } from '../../core/index.ts';
import type { BitMask, Box, Components, Kernels } from '../../kernels/index.ts';
import { boxSize, growBox } from '../../kernels/index.ts';

/** A small box of the bone's own box about something that stands out of the bone. */
export interface BonePatch {
  /** First voxel, in the grid of the bone's box, and that grid's size. */
  readonly low: Vector3;
  readonly boxed: Vector3;
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  /** 1 = bone. */
  readonly bone: Uint8Array;
  /** To the nearest marrow, mm. */
  readonly marrowMm: Float32Array;
  readonly hu: Int16Array;
}

/** Room about a piece to see the surface that it stands on, mm. */
const AROUND_MM = 5;
/** Distances are exact this far beyond the piece, mm. */
const SPARE_MM = 2;

export function bonePatch(source: {
  hu: Int16Array;
  wholeSize: Vector3;
  /** Corner of the bone's box in the whole grid. */
  corner: Vector3;
  spacingMm: Vector3;
  bone: BitMask;
  marrow: BitMask;
  far: Components;
  component: number;
  beyondMm: number;
  kernels: Kernels;
}): BonePatch {
  const { hu, wholeSize, corner, spacingMm, bone, marrow, far, component: c } = source;
  const own: Box = {
    low: [far.bounds[6 * c], far.bounds[6 * c + 1], far.bounds[6 * c + 2]],
    high: [far.bounds[6 * c + 3], far.bounds[6 * c + 4], far.bounds[6 * c + 5]],
  };
  const box = growBox(own, { marginMm: AROUND_MM, spacingMm, size: bone.size });
  const size = boxSize(box);
  const longest = Math.max(...own.low.map((low, a) => (own.high[a] - low + 1) * spacingMm[a]));
  const { mm } = source.kernels.distance(marrow, { spacingMm, capMm: source.beyondMm + longest + SPARE_MM, box });
  const [nx, ny, nz] = size;
  const inside = new Uint8Array(nx * ny * nz);
  const values = new Int16Array(nx * ny * nz);
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = (j + box.low[1] + bone.size[1] * (k + box.low[2])) * bone.wordsPerRow;
      const read = box.low[0] + corner[0] + wholeSize[0] * (j + box.low[1] + corner[1] + wholeSize[1] * (k + box.low[2] + corner[2]));
      for (let i = 0; i < nx; i++, at++) {
        const a = i + box.low[0];
        inside[at] = (bone.words[row + (a >> 5)] >>> (a & 31)) & 1;
        values[at] = hu[read + i];
      }
    }
  return { low: box.low, boxed: bone.size, size, spacingMm, bone: inside, marrowMm: mm, hu: values };
}

/** Offset in the bone's box of a patch offset. */
export function toBox(patch: BonePatch, at: number): number {
  const [nx, ny] = patch.size;
  const i = at % nx;
  const rest = (at - i) / nx;
  const j = rest % ny;
  return i + patch.low[0] + patch.boxed[0] * (j + patch.low[1] + patch.boxed[1] * ((rest - j) / ny + patch.low[2]));
}
