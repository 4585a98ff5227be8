import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';

/** A ball of even samples about a lesion: what its neighbourhood looks like whatever the scan's voxels and axes. */
export interface Ball {
  /** Samples along each side of the cube that holds the ball; its middle sample is the lesion's middle. */
  readonly side: number;
  readonly radiusMm: number;
  /** HU, smoothed over soft tissue alone. */
  readonly hu: Float32Array;
  /** One of {@link CELL} per sample. */
  readonly cell: Uint8Array;
}

export const CELL = { soft: 0, lesion: 1, blocked: 2, outside: 3 } as const;
/** Distance of samples, mm: tendons and vessels of limbs are 3 to 12 mm wide. */
export const STEP_MM = 1;
/** Larger masses lie in no cord. */
const LARGEST_MM = 12;
/** Seen about the lesion's halo, and at least. */
const BEYOND_MM = 6;
const LEAST_RADIUS_MM = 11;
/** Blurred edge of bone and of other bright things. */
const RIM_MM = 1;

export interface BallInput {
  readonly hu: Int16Array;
  readonly patch: Patch;
  /** 1 where the lesion is, over the patch. */
  readonly object: Uint8Array;
  /** Widest standard deviation of the blur, mm. */
  readonly sigmaMm: number;
  readonly brightHu: number;
  /** Is this voxel of the grid bone? */
  readonly isBone: (offset: number) => boolean;
}

/** Samples about a lesion (trilinear); null for a large lesion, or one at the scan's edge. */
export function ballAbout(input: BallInput): Ball | null {
  const { patch, object, sigmaMm } = input;
  const centre = centreOf(patch, object);
  if (centre === null || centre.reachMm > LARGEST_MM) return null;
  const haloMm = 1.3 * sigmaMm + STEP_MM;
  const radiusMm = Math.max(LEAST_RADIUS_MM, centre.reachMm + haloMm + BEYOND_MM);
  // A border of samples off the ball, so that no way leads from one side of the cube to the other.
  const half = Math.ceil(radiusMm / STEP_MM) + 1;
  const side = 2 * half + 1;
  const hu = new Float32Array(side ** 3);
  const cell = new Uint8Array(side ** 3);
  sample(input, { centre: centre.at, half, radiusMm, hu, cell });
  widen(cell, side, { from: CELL.lesion, over: CELL.soft, mm: haloMm });
  widen(cell, side, { from: CELL.blocked, over: CELL.soft, mm: RIM_MM });
  return { side, radiusMm, hu: smooth(hu, cell, side), cell };
}

function centreOf(patch: Patch, object: Uint8Array): { at: Vector3; reachMm: number } | null {
  const [nx, ny] = patch.size;
  const [dx, dy, dz] = patch.spacingMm;
  let [si, sj, sk, count] = [0, 0, 0, 0];
  for (let at = 0; at < object.length; at++) {
    if (object[at] === 0) continue;
    si += at % nx;
    sj += Math.floor(at / nx) % ny;
    sk += Math.floor(at / (nx * ny));
    count++;
  }
  if (count === 0) return null;
  const [i, j, k] = [si / count, sj / count, sk / count];
  let reachMm = 0;
  for (let at = 0; at < object.length; at++) {
    if (object[at] === 0) continue;
    const mm = Math.hypot(((at % nx) - i) * dx, ((Math.floor(at / nx) % ny) - j) * dy, (Math.floor(at / (nx * ny)) - k) * dz);
    if (mm > reachMm) reachMm = mm;
  }
  return { at: [i + patch.low[0], j + patch.low[1], k + patch.low[2]], reachMm };
}

function sample(
  { hu, patch, object, brightHu, isBone }: BallInput,
  into: { centre: Vector3; half: number; radiusMm: number; hu: Float32Array; cell: Uint8Array },
): void {
  const { centre, half, radiusMm, cell } = into;
  const [nx, ny, nz] = patch.gridSize;
  const [dx, dy, dz] = patch.spacingMm.map((mm) => STEP_MM / mm);
  const [px, py, pz] = patch.size;
  const most = (radiusMm / STEP_MM) ** 2;
  const slice = nx * ny;
  let at = 0;
  for (let z = -half; z <= half; z++) {
    const fz = centre[2] + z * dz;
    const k = Math.floor(fz);
    for (let y = -half; y <= half; y++) {
      const fy = centre[1] + y * dy;
      const j = Math.floor(fy);
      for (let x = -half; x <= half; x++, at++) {
        const fx = centre[0] + x * dx;
        const i = Math.floor(fx);
        const off = x * x + y * y + z * z > most || i < 0 || j < 0 || k < 0 || i >= nx - 1 || j >= ny - 1 || k >= nz - 1;
        if (off) {
          cell[at] = CELL.outside;
          continue;
        }
        const [a, b, c] = [fx - i, fy - j, fz - k];
        const from = i + nx * j + slice * k;
        const low = (hu[from] * (1 - a) + hu[from + 1] * a) * (1 - b) + (hu[from + nx] * (1 - a) + hu[from + nx + 1] * a) * b;
        const up = from + slice;
        const high = (hu[up] * (1 - a) + hu[up + 1] * a) * (1 - b) + (hu[up + nx] * (1 - a) + hu[up + nx + 1] * a) * b;
        into.hu[at] = low * (1 - c) + high * c;
        const [ni, nj, nk] = [a < 0.5 ? i : i + 1, b < 0.5 ? j : j + 1, c < 0.5 ? k : k + 1];
        const [oi, oj, ok] = [ni - patch.low[0], nj - patch.low[1], nk - patch.low[2]];
        const inPatch = oi >= 0 && oj >= 0 && ok >= 0 && oi < px && oj < py && ok < pz;
        const nearest = ni + nx * nj + slice * nk;
        if (inPatch && object[oi + px * (oj + py * ok)] !== 0) cell[at] = CELL.lesion;
        else if (hu[nearest] >= brightHu || isBone(nearest)) cell[at] = CELL.blocked;
      }
    }
  }
}

/** Cells of one kind within a distance of another become that one. */
function widen(cell: Uint8Array, side: number, { from, over, mm }: { from: number; over: number; mm: number }): void {
  const reach = Math.floor(mm / STEP_MM);
  const marked: number[] = [];
  for (let at = 0; at < cell.length; at++) if (cell[at] === from) marked.push(at);
  for (const at of marked) {
    const [x, y, z] = [at % side, Math.floor(at / side) % side, Math.floor(at / (side * side))];
    for (let c = Math.max(0, z - reach); c <= Math.min(side - 1, z + reach); c++)
      for (let b = Math.max(0, y - reach); b <= Math.min(side - 1, y + reach); b++)
        for (let a = Math.max(0, x - reach); a <= Math.min(side - 1, x + reach); a++) {
          const to = a + side * (b + side * c);
          if (cell[to] === over && ((a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2) * STEP_MM ** 2 <= mm * mm) cell[to] = from;
        }
  }
}

/** Mean with the weights 1 2 1 along each axis over soft tissue alone; NaN where there is none. */
function smooth(hu: Float32Array, cell: Uint8Array, side: number): Float32Array {
  let weight = new Float32Array(hu.length);
  let sum = new Float32Array(hu.length);
  for (let at = 0; at < hu.length; at++)
    if (cell[at] === CELL.soft) {
      weight[at] = 1;
      sum[at] = hu[at];
    }
  for (const step of [1, side, side * side]) {
    const [nextWeight, nextSum] = [new Float32Array(hu.length), new Float32Array(hu.length)];
    for (let at = step; at < hu.length - step; at++) {
      nextWeight[at] = weight[at - step] + 2 * weight[at] + weight[at + step];
      nextSum[at] = sum[at - step] + 2 * sum[at] + sum[at + step];
    }
    weight = nextWeight;
    sum = nextSum;
  }
  for (let at = 0; at < sum.length; at++) sum[at] /= weight[at];
  return sum;
}
