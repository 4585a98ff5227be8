import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, forEachSet, isSet, setBit } from '../frame/index.ts';

/** From either bone, half of the widest joint space with cartilage and fluid. */
const HALF_GAP_MM = 4.5;
/** Seen from the gap, the two bones lie on opposite sides: cosine of the angle between them below this. Around a neck of one bone they do not. */
const FACING_COSINE = -0.5;

/** Grows every body's surface outward, each voxel knowing where on the bone it came from, and marks where unlike ones meet. */
export function facingGap(label: Int32Array, options: { coarse: Coarse; bone: BitMask; kernels: Kernels }): BitMask {
  const { coarse, bone } = options;
  const [nx, ny, nz] = coarse.size;
  const [sx, sy, sz] = coarse.spacingMm;
  const slice = nx * ny;
  const gap = options.kernels.emptyMask(coarse.size);
  const source = new Map<number, number>();
  let front: number[] = [];
  forEachSet(bone, (i, j, k) => {
    const offset = i + nx * j + slice * k;
    if (label[offset] === 0) return;
    const surface =
      (i > 0 && label[offset - 1] === 0) ||
      (i < nx - 1 && label[offset + 1] === 0) ||
      (j > 0 && label[offset - nx] === 0) ||
      (j < ny - 1 && label[offset + nx] === 0) ||
      (k > 0 && label[offset - slice] === 0) ||
      (k < nz - 1 && label[offset + slice] === 0);
    if (surface) front.push(offset);
  });
  const from = (offset: number): number => source.get(offset) ?? offset;
  const awayMm = (a: number, b: number): [number, number, number] => [
    ((b % nx) - (a % nx)) * sx,
    ((Math.floor(b / nx) % ny) - (Math.floor(a / nx) % ny)) * sy,
    (Math.floor(b / slice) - Math.floor(a / slice)) * sz,
  ];
  const faces = (offset: number, other: number): boolean => {
    const [ax, ay, az] = awayMm(offset, from(offset));
    const [bx, by, bz] = awayMm(offset, from(other));
    const length = Math.hypot(ax, ay, az) * Math.hypot(bx, by, bz);
    return length > 0 && ax * bx + ay * by + az * bz <= FACING_COSINE * length;
  };
  const mark = (offset: number): void => {
    const [i, j, k] = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / slice)];
    if (!isSet(bone, i, j, k)) setBit(gap, i, j, k);
  };
  const rounds = Math.max(1, Math.round(HALF_GAP_MM / Math.min(sx, sy, sz)));
  for (let round = 0; round < rounds && front.length > 0; round++) {
    const next: number[] = [];
    for (const offset of front) {
      const i = offset % nx;
      const j = Math.floor(offset / nx) % ny;
      const k = Math.floor(offset / slice);
      const origin = from(offset);
      const reach = (to: number): void => {
        if (label[to] === 0) {
          const [dx, dy, dz] = awayMm(origin, to);
          if (Math.hypot(dx, dy, dz) > HALF_GAP_MM) return;
          label[to] = label[offset];
          source.set(to, origin);
          next.push(to);
        } else if (label[to] !== label[offset]) {
          if (source.has(offset) && faces(offset, to)) mark(offset);
          if (source.has(to) && faces(to, offset)) mark(to);
        }
      };
      if (i > 0) reach(offset - 1);
      if (i < nx - 1) reach(offset + 1);
      if (j > 0) reach(offset - nx);
      if (j < ny - 1) reach(offset + nx);
      if (k > 0) reach(offset - slice);
      if (k < nz - 1) reach(offset + slice);
    }
    front = next;
  }
  return gap;
}
