import type { Grid, Vector3 } from '../../core/index.ts';
import { ballSteps, dilatePatch } from '../patch/index.ts';

/** The soft tissue about a lesion on cubic voxels. */
export interface Field {
  /** Voxels along each axis; the lesion's middle is in the middle. */
  readonly side: number;
  readonly stepMm: number;
  /** HU, air and streaks clipped; NaN for the lesion with its halo, for what else is bright, and beyond the scan. */
  readonly hu: Float32Array;
  /** Steps from the middle to every voxel of the lesion with its halo, three numbers each. */
  readonly lesion: Float32Array;
}

const STEP_MM = { least: 0.6, most: 1 };
/** Darker than fat or brighter than enhanced blood, a voxel says no more than that. */
const CLIP_HU = { low: -140, high: 320 };
/** Bone and deposits are brighter; only what is gets asked about. */
const BRIGHT_FROM_HU = 90;
/** The halo of the lesion and of other bright things, in standard deviations of the blur. */
const HALO_SIGMA = { own: 2, other: 1.2 };
/** Half of a large lesion, at most. */
const LESION_MOST_MM = 10;

/** How far beyond the lesion the field reaches. */
export const FIELD_REACH_MM = 14;

/** Resamples the scan about a lesion whose middle is at `index` of the grid. */
export function fieldAbout(
  hu: Int16Array,
  options: {
    grid: Grid;
    voxels: Int32Array;
    index: Vector3;
    lesionReachMm: number;
    sigmaMm: Vector3;
    isBright: (offset: number) => boolean;
  },
): Field {
  const { grid, index, sigmaMm } = options;
  const { size, spacingMm } = grid;
  const stepMm = Math.min(STEP_MM.most, Math.max(STEP_MM.least, Math.cbrt(spacingMm[0] * spacingMm[1] * spacingMm[2])));
  const half = Math.ceil((FIELD_REACH_MM + Math.min(LESION_MOST_MM, options.lesionReachMm)) / stepMm);
  const side = 2 * half + 1;
  const [x, y, z] = [0, 1, 2].map((axis) => samplesOf(axis, { index, half, stepMm, size, spacingMm }));
  const out = new Float32Array(side ** 3).fill(Number.NaN);
  const bright = new Uint8Array(side ** 3);
  const own = new Uint8Array(side ** 3);
  const mine = new Set<number>(options.voxels);
  const slice = size[0] * size[1];
  const stepX = size[0] > 1 ? 1 : 0;
  const stepY = size[1] > 1 ? size[0] : 0;
  const stepZ = size[2] > 1 ? slice : 0;
  for (let k = z.from; k < z.to; k++)
    for (let j = y.from; j < y.to; j++) {
      const base = y.low[j] * size[0] + z.low[k] * slice;
      const [fy, fz] = [y.part[j], z.part[k]];
      const nearest = (fy > 0.5 ? stepY : 0) + (fz > 0.5 ? stepZ : 0);
      for (let i = x.from; i < x.to; i++) {
        const at = base + x.low[i];
        const fx = x.part[i];
        const up = at + stepZ;
        const front = mix(mix(hu[at], hu[at + stepX], fx), mix(hu[at + stepY], hu[at + stepX + stepY], fx), fy);
        const back = mix(mix(hu[up], hu[up + stepX], fx), mix(hu[up + stepY], hu[up + stepX + stepY], fx), fy);
        const write = i + side * (j + side * k);
        out[write] = Math.min(CLIP_HU.high, Math.max(CLIP_HU.low, mix(front, back, fz)));
        const near = at + nearest + (fx > 0.5 ? stepX : 0);
        if (hu[near] < BRIGHT_FROM_HU) continue;
        if (mine.has(near)) own[write] = 1;
        else if (options.isBright(near)) bright[write] = 1;
      }
    }
  const patch = { low: [0, 0, 0], size: [side, side, side], spacingMm: [stepMm, stepMm, stepMm], gridSize: [side, side, side] } as const;
  const grown = (mask: Uint8Array, sigmas: number): Uint8Array => {
    const radiusMm = sigmaMm.map((each) => sigmas * each) as unknown as Vector3;
    return dilatePatch(mask, patch, ballSteps({ spacingMm: patch.spacingMm, radiusMm, atLeastFaces: true }));
  };
  const halo = grown(own, HALO_SIGMA.own);
  const others = grown(bright, HALO_SIGMA.other);
  const steps: number[] = [];
  for (let at = 0; at < out.length; at++) {
    if (halo[at] !== 0) steps.push((at % side) - half, (Math.floor(at / side) % side) - half, Math.floor(at / (side * side)) - half);
    if (halo[at] !== 0 || others[at] !== 0) out[at] = Number.NaN;
  }
  return { side, stepMm, hu: out, lesion: Float32Array.from(steps) };
}

const mix = (a: number, b: number, part: number): number => a + part * (b - a);

interface Samples {
  /** Lower grid index and the part of the way to the next, per voxel of the field. */
  readonly low: Int32Array;
  readonly part: Float32Array;
  /** Voxels of the field that lie in the scan. */
  readonly from: number;
  readonly to: number;
}

function samplesOf(axis: number, options: { index: Vector3; half: number; stepMm: number; size: Vector3; spacingMm: Vector3 }): Samples {
  const { index, half, stepMm, size, spacingMm } = options;
  const low = new Int32Array(2 * half + 1);
  const part = new Float32Array(2 * half + 1);
  let [from, to] = [low.length, 0];
  for (let n = 0; n < low.length; n++) {
    const at = index[axis] + ((n - half) * stepMm) / spacingMm[axis];
    if (at >= -0.5 && at <= size[axis] - 0.5) {
      from = Math.min(from, n);
      to = n + 1;
    }
    low[n] = Math.max(0, Math.min(size[axis] - 2, Math.floor(at)));
    part[n] = Math.max(0, Math.min(1, at - low[n]));
  }
  return { low, part, from, to };
}
