import type { BitMask, Kernels } from '../../kernels/types.ts';
import { type Coarse, forEachSet, isSet, setBit } from '../frame/index.ts';

/** Gaps where two bones face each other. */
export interface Joints {
  readonly gap: BitMask;
  readonly places: readonly JointPlace[];
}

export interface JointPlace {
  /** Coarse index of the gap's centre. */
  readonly centre: readonly [number, number, number];
  readonly volumeMm3: number;
}

/** Cartilage on both sides of a joint: at most about twice this. */
const HALF_GAP_MM = 3.2;
/** Bones smaller than this make no joint of interest here. */
const LEAST_BONE_MM3 = 300;
const LEAST_GAP_MM3 = 60;

/**
 * Bones are parted by an erosion of one voxel, grown back over the bone mask and then into the soft tissue by half a
 * joint space; voxels where two bones' growths meet are the joint.
 */
export function findJoints(coarse: Coarse, bone: BitMask, kernels: Kernels): Joints {
  const { size, spacingMm } = coarse;
  const [nx, ny, nz] = size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const markers = kernels.components(kernels.erode(bone, { radiusMm: 1.01 * Math.min(...spacingMm), spacingMm }), { connectivity: 6 });
  const label = new Int32Array(nx * ny * nz);
  let front: number[] = [];
  for (let run = 0; run < markers.row.length; run++) {
    const c = markers.label[run];
    if (markers.voxels[c] * voxelMm3 < LEAST_BONE_MM3) continue;
    for (let i = markers.start[run]; i <= markers.end[run]; i++) {
      const offset = markers.row[run] * nx + i;
      label[offset] = c + 1;
      front.push(offset);
    }
  }
  const gap = kernels.emptyMask(size);
  const step = [1, -1, nx, -nx, nx * ny, -nx * ny];
  const grow = (rounds: number, into: (i: number, j: number, k: number) => boolean, meet: boolean): void => {
    for (let round = 0; round < rounds && front.length > 0; round++) {
      const next: number[] = [];
      for (const offset of front) {
        const i = offset % nx;
        const j = Math.floor(offset / nx) % ny;
        const k = Math.floor(offset / (nx * ny));
        for (let side = 0; side < 6; side++) {
          const [a, b, c] = [
            i + (side === 0 ? 1 : side === 1 ? -1 : 0),
            j + (side === 2 ? 1 : side === 3 ? -1 : 0),
            k + (side === 4 ? 1 : side === 5 ? -1 : 0),
          ];
          if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
          const to = offset + step[side];
          if (label[to] === 0) {
            if (!into(a, b, c)) continue;
            label[to] = label[offset];
            next.push(to);
          } else if (meet && label[to] !== label[offset]) {
            if (!isSet(bone, i, j, k)) setBit(gap, i, j, k);
            if (!isSet(bone, a, b, c)) setBit(gap, a, b, c);
          }
        }
      }
      front = next;
    }
  };
  grow(nx + ny + nz, (i, j, k) => isSet(bone, i, j, k), false);
  front = [];
  forEachSet(bone, (i, j, k) => {
    const offset = i + nx * (j + ny * k);
    if (label[offset] !== 0) front.push(offset);
  });
  grow(Math.max(1, Math.round(HALF_GAP_MM / Math.min(...spacingMm))), () => true, true);
  const pieces = kernels.components(gap, { connectivity: 26 });
  const kept = (c: number): boolean => pieces.voxels[c] * voxelMm3 >= LEAST_GAP_MM3;
  const places: JointPlace[] = [];
  const sums = new Float64Array(3 * pieces.count);
  for (let run = 0; run < pieces.row.length; run++) {
    const n = pieces.end[run] - pieces.start[run] + 1;
    const c = pieces.label[run];
    sums[3 * c] += (n * (pieces.start[run] + pieces.end[run])) / 2;
    sums[3 * c + 1] += n * (pieces.row[run] % ny);
    sums[3 * c + 2] += n * Math.floor(pieces.row[run] / ny);
  }
  for (let c = 0; c < pieces.count; c++) {
    const n = pieces.voxels[c];
    if (kept(c)) places.push({ centre: [sums[3 * c] / n, sums[3 * c + 1] / n, sums[3 * c + 2] / n], volumeMm3: n * voxelMm3 });
  }
  return { gap: kernels.select(pieces, kept), places };
}
