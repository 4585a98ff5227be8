import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, forEachSet, isSet, setBit } from '../frame/index.ts';
import { boneBodies, fillBone } from './bodies.ts';
import { facingGap } from './facing.ts';

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
/** Bones smaller than this, or shells of cortex, make no joint of interest here. */
const LEAST_BONE_MM3 = 300;
const LEAST_SHELL_MM3 = 90;
const LEAST_GAP_MM3 = 60;
/**
 * Bones that blur and marrow filling join are still parted by their cortex: shells above these levels, one at a time.
 * Thin cortex of carpals and vertebrae reaches some 350 HU in a 1 mm voxel, that of shafts over 900 HU.
 */
const SHELL_HU = [350, 600, 850];
/** Between two bones lies cartilage or fluid, and what blur leaves of their cortex; marrow with trabeculae is no gap. */
const GAP_SHARE_OF_SHELL = 0.62;
const VALLEY_MOST_HU = 420;
/** Facing surfaces: two pieces of one broken shell meet along an edge only. */
const LEAST_FACING_MM2 = 30;

/**
 * Bones are parted by an erosion of one voxel, as shells of cortex above rising levels, and into bodies with deep cores of
 * their own. Each parting is grown
 * back over what is darker by half a joint space; voxels where the growths of two bones meet are the joint.
 */
export function findJoints(coarse: Coarse, bone: BitMask, kernels: Kernels): Joints {
  const { size, spacingMm } = coarse;
  const [nx, ny] = size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const gap = kernels.emptyMask(size);
  const label = new Int32Array(nx * ny * size[2]);
  const eroded = kernels.components(kernels.erode(bone, { radiusMm: 1.01 * Math.min(...spacingMm), spacingMm }), { connectivity: 6 });
  meetings({ coarse, label, markers: eroded, leastMm3: LEAST_BONE_MM3, bone, mostHu: null }, gap);
  for (const level of SHELL_HU) {
    const shell = kernels.and(kernels.threshold(coarse.hu, { size, low: level, high: 32767 }), bone);
    const shells = kernels.components(shell, { connectivity: 6 });
    meetings(
      { coarse, label, markers: shells, leastMm3: LEAST_SHELL_MM3, bone, mostHu: Math.min(VALLEY_MOST_HU, GAP_SHARE_OF_SHELL * level) },
      gap,
    );
  }
  // Where touching bones are one shell too, deeper cores still part them.
  const bodies = boneBodies(coarse, bone, kernels);
  fillBone(bodies, coarse, bone);
  kernels.or(gap, facingGap(bodies, { coarse, bone, kernels }));
  return keptGaps(gap, { voxelMm3, kernels });
}

interface Parting {
  readonly coarse: Coarse;
  /** Room for a label per voxel; cleared here. */
  readonly label: Int32Array;
  readonly markers: Components;
  readonly leastMm3: number;
  readonly bone: BitMask;
  /** Only what is darker is grown into; null = first back over the bone mask, then anything outside it. */
  readonly mostHu: number | null;
}

/** Adds to `gap` the voxels where two of the markers' growths meet face to face. */
function meetings(parting: Parting, gap: BitMask): void {
  const { coarse, label, markers, bone, mostHu } = parting;
  const { size, spacingMm, hu } = coarse;
  const [nx, ny, nz] = size;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  label.fill(0);
  let front: number[] = [];
  const seeds: number[] = [];
  let kept = 0;
  const largeEnough = markers.voxels.map((n) => (n * voxelMm3 >= parting.leastMm3 ? 1 : 0));
  for (const each of largeEnough) kept += each;
  if (kept < 2) return;
  for (let run = 0; run < markers.row.length; run++) {
    const c = markers.label[run];
    if (largeEnough[c] === 0) continue;
    for (let i = markers.start[run]; i <= markers.end[run]; i++) {
      const offset = markers.row[run] * nx + i;
      label[offset] = c + 1;
      seeds.push(offset);
    }
  }
  /** Voxels met, per pair of labels. */
  const pairs = new Map<number, number[]>();
  const step = [1, -1, nx, -nx, nx * ny, -nx * ny];
  const grow = (rounds: number, into: (offset: number, i: number, j: number, k: number) => boolean, meet: boolean): void => {
    for (let round = 0; round < rounds && front.length > 0; round++) {
      const next: number[] = [];
      for (const offset of front) {
        const i = offset % nx;
        const j = Math.floor(offset / nx) % ny;
        const k = Math.floor(offset / (nx * ny));
        for (let side = 0; side < 6; side++) {
          const a = i + (side === 0 ? 1 : side === 1 ? -1 : 0);
          const b = j + (side === 2 ? 1 : side === 3 ? -1 : 0);
          const c = k + (side === 4 ? 1 : side === 5 ? -1 : 0);
          if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
          const to = offset + step[side];
          if (label[to] === 0) {
            if (!into(to, a, b, c)) continue;
            label[to] = label[offset];
            next.push(to);
          } else if (meet && label[to] !== label[offset] && into(offset, i, j, k) && into(to, a, b, c)) {
            const pair = Math.min(label[to], label[offset]) * (markers.count + 1) + Math.max(label[to], label[offset]);
            const met = pairs.get(pair);
            if (met) met.push(offset, to);
            else pairs.set(pair, [offset, to]);
          }
        }
      }
      front = next;
    }
  };
  const rounds = Math.max(1, Math.round(HALF_GAP_MM / Math.min(...spacingMm)));
  front = seeds;
  if (mostHu === null) {
    grow(nx + ny + nz, (_at, i, j, k) => isSet(bone, i, j, k), false);
    front = [];
    forEachSet(bone, (i, j, k) => {
      const offset = i + nx * (j + ny * k);
      if (label[offset] !== 0) front.push(offset);
    });
    grow(rounds, (_at, i, j, k) => !isSet(bone, i, j, k), true);
  } else grow(rounds, (at) => hu[at] <= mostHu, true);
  const faceMm2 = (voxelMm3 / Math.max(...spacingMm) + voxelMm3 / Math.min(...spacingMm)) / 2;
  for (const met of pairs.values()) {
    const unique = new Set(met);
    if (unique.size * faceMm2 < 2 * LEAST_FACING_MM2) continue;
    for (const offset of unique) setBit(gap, offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny)));
  }
}

function keptGaps(gap: BitMask, options: { voxelMm3: number; kernels: Kernels }): Joints {
  const { voxelMm3, kernels } = options;
  const ny = gap.size[1];
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
