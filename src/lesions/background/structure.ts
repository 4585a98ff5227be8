import type { Vector3 } from '../../core/index.ts';
import { eigenOf } from '../eigen/index.ts';
import type { Patch } from '../patch/index.ts';

/** How tissue is laid about a place: the coordinates along which it changes. */
export interface Structure {
  /** Unit vectors, along which the tissue changes most, less and least. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
  /** Every voxel's place along the axes, mm: three numbers each. */
  readonly places: Float32Array;
  /** Height of a layer over the plane of the second and third axis: two tilts, then the factors of uu, uv and vv (1/mm). */
  readonly bend: Float64Array;
}

export interface StructureInput {
  readonly patch: Patch;
  readonly values: Float32Array;
  /** 1 where a voxel shows tissue and nothing else. */
  readonly known: Uint8Array;
  /** How much a voxel counts; 0 beyond reach. */
  readonly weight: Float32Array;
  /** Where the axes meet, mm from the patch's first voxel centre. */
  readonly centreMm: Vector3;
  readonly noiseHu: number;
}

/** Fewer slopes than this tell no direction. */
const LEAST_SLOPES = 30;
/** A bend is held towards none by this part of what a slope over one (five) millimetres says. */
const STIFF_TILT = 1e-3;
const STIFF_BEND = 25e-3;
/**
 * Directions from the structure tensor of the known voxels (Foerstner and Guelch 1987), its noise taken off, and the bend of the layers
 * from how their gradients turn; null where too few are known.
 */
export function structureOf(input: StructureInput): Structure | null {
  const { weight, noiseHu, patch, centreMm } = input;
  const { at, slope, count } = slopesOf(input);
  if (count < LEAST_SLOPES) return null;
  const m = new Float64Array(6);
  let sum = 0;
  for (let n = 0; n < count; n++) {
    const w = weight[at[n]];
    const x = slope[3 * n];
    const y = slope[3 * n + 1];
    const z = slope[3 * n + 2];
    m[0] += w * x * x;
    m[1] += w * y * y;
    m[2] += w * z * z;
    m[3] += w * x * y;
    m[4] += w * x * z;
    m[5] += w * y * z;
    sum += w;
  }
  for (let n = 0; n < 6; n++) m[n] /= sum;
  for (let axis = 0; axis < 3; axis++) m[axis] -= noiseHu ** 2 / (2 * patch.spacingMm[axis] ** 2);
  const { vectors: axes } = eigenOf([...m]);
  const places = placesOf(patch, { centreMm, axes });
  return { axes, places, bend: bendOf({ at, slope, count }, { axes, weight, places }) };
}

interface Slopes {
  readonly at: Int32Array;
  /** Three numbers each, HU per mm. */
  readonly slope: Float32Array;
  readonly count: number;
}

/** Gradients where all six neighbours are known. */
function slopesOf({ patch, values, known, weight }: StructureInput): Slopes {
  const [nx, ny, nz] = patch.size;
  const slice = nx * ny;
  const [bx, by, bz] = patch.spacingMm.map((each) => 0.5 / each);
  const at = new Int32Array(values.length);
  const slope = new Float32Array(3 * values.length);
  let count = 0;
  for (let k = 1; k < nz - 1; k++)
    for (let j = 1; j < ny - 1; j++) {
      const last = nx * (j + ny * k) + nx - 1;
      for (let n = nx * (j + ny * k) + 1; n < last; n++) {
        if (known[n] === 0 || weight[n] === 0) continue;
        if (known[n - 1] + known[n + 1] + known[n - nx] + known[n + nx] + known[n - slice] + known[n + slice] < 6) continue;
        at[count] = n;
        slope[3 * count] = (values[n + 1] - values[n - 1]) * bx;
        slope[3 * count + 1] = (values[n + nx] - values[n - nx]) * by;
        slope[3 * count + 2] = (values[n + slice] - values[n - slice]) * bz;
        count++;
      }
    }
  return { at, slope, count };
}

/** Every voxel's place along the axes, mm from the centre: three numbers each. */
function placesOf(patch: Patch, of: { centreMm: Vector3; axes: Structure['axes'] }): Float32Array {
  const [nx, ny, nz] = patch.size;
  const [dx, dy, dz] = patch.spacingMm;
  const { centreMm: c, axes } = of;
  const out = new Float32Array(3 * nx * ny * nz);
  for (let axis = 0; axis < 3; axis++) {
    const [ex, ey, ez] = axes[axis];
    let at = axis;
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++) {
        const row = ey * (j * dy - c[1]) + ez * (k * dz - c[2]) - ex * c[0];
        for (let i = 0; i < nx; i++, at += 3) out[at] = row + ex * dx * i;
      }
  }
  return out;
}

/**
 * A layer of height s + t1 u + t2 v + a uu + b uv + c vv keeps its value along itself, so its gradient's parts obey
 * g_u = g_s (t1 + 2 a u + b v) and g_v = g_s (t2 + b u + 2 c v): linear in the five numbers.
 */
function bendOf(slopes: Slopes, of: { axes: Structure['axes']; weight: Float32Array; places: Float32Array }): Float64Array {
  const { axes, weight, places } = of;
  const { at, slope, count } = slopes;
  const [[sx, sy, sz], [ux, uy, uz], [vx, vy, vz]] = axes;
  let [one, u1, v1, uu, uv, vv] = [0, 0, 0, 0, 0, 0];
  let [r0, r1, r2, r3, r4] = [0, 0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const x = slope[3 * n];
    const y = slope[3 * n + 1];
    const z = slope[3 * n + 2];
    const s = sx * x + sy * y + sz * z;
    const gu = ux * x + uy * y + uz * z;
    const gv = vx * x + vy * y + vz * z;
    const u = places[3 * at[n] + 1];
    const v = places[3 * at[n] + 2];
    const ws = weight[at[n]] * s;
    const wss = ws * s;
    one += wss;
    u1 += wss * u;
    v1 += wss * v;
    uu += wss * u * u;
    uv += wss * u * v;
    vv += wss * v * v;
    r0 += ws * gu;
    r1 += ws * gv;
    r2 += 2 * ws * u * gu;
    r3 += ws * (v * gu + u * gv);
    r4 += 2 * ws * v * gv;
  }
  const rows = [
    [one, 0, 2 * u1, v1, 0],
    [0, one, 0, u1, 2 * v1],
    [2 * u1, 0, 4 * uu, 2 * uv, 0],
    [v1, u1, 2 * uv, uu + vv, 2 * uv],
    [0, 2 * v1, 0, 2 * uv, 4 * vv],
  ];
  for (let i = 0; i < 5; i++) rows[i][i] += one * (i < 2 ? STIFF_TILT : STIFF_BEND) + 1e-9;
  return solve(Float64Array.from(rows.flat()), Float64Array.of(r0, r1, r2, r3, r4));
}

/** Symmetric positive definite system of five, by elimination; no pivot can vanish. */
function solve(normal: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let c = 0; c < n; c++)
    for (let r = c + 1; r < n; r++) {
      const factor = normal[n * r + c] / normal[n * c + c];
      for (let k = c; k < n; k++) normal[n * r + k] -= factor * normal[n * c + k];
      right[r] -= factor * right[c];
    }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) right[r] -= normal[n * r + k] * right[k];
    right[r] /= normal[n * r + r];
  }
  return right;
}

/** Coordinates along which tissue changes, for every voxel; `dimensions` numbers each, mm. */
export interface Coordinates {
  readonly dimensions: 1 | 2;
  readonly at: Float32Array;
}

/** The height of the bent layer that a voxel lies in. */
export function layers({ places, bend: [t1, t2, a, b, c] }: Structure): Coordinates {
  const at = new Float32Array(places.length / 3);
  for (let n = 0; n < at.length; n++) {
    const u = places[3 * n + 1];
    const v = places[3 * n + 2];
    at[n] = places[3 * n] + t1 * u + t2 * v + a * u * u + b * u * v + c * v * v;
  }
  return { dimensions: 1, at };
}

/** The place across a straight cord. */
export function across({ places }: Structure): Coordinates {
  const at = new Float32Array((2 * places.length) / 3);
  for (let n = 0; 2 * n < at.length; n++) {
    at[2 * n] = places[3 * n];
    at[2 * n + 1] = places[3 * n + 1];
  }
  return { dimensions: 2, at };
}
