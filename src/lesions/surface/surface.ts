import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';

/** Isosurface of a patch, measured without being kept. */
export interface SurfaceMeasures {
  readonly areaMm2: number;
  /** Volume enclosed by the surface. */
  readonly volumeMm3: number;
  /** Largest distance between two surface points, and the points, mm from the patch's first voxel centre. */
  readonly longestMm: number;
  readonly ends: readonly [Vector3, Vector3];
  /** Area by how steeply it faces along the scan axis: bin b holds normals with b <= 8 nz^2 < b + 1. */
  readonly areaBySlopeMm2: Float64Array;
}

export const SLOPE_BINS = 8;

/** Six tetrahedra of a cube around the diagonal 0-7; corners are numbered x + 2 y + 4 z. */
const TETRAHEDRA = [
  [0, 1, 3, 7],
  [0, 1, 5, 7],
  [0, 2, 3, 7],
  [0, 2, 6, 7],
  [0, 4, 5, 7],
  [0, 4, 6, 7],
] as const;
/** Directions in which extreme points are kept; the longest chord is missed by under 1 %. */
const DIRECTIONS = 162;

/** Directions of a Fibonacci half sphere, three numbers each. */
const SPHERE = Float64Array.from({ length: 3 * DIRECTIONS }, (_, at) => {
  const n = Math.floor(at / 3);
  const z = (n + 0.5) / DIRECTIONS;
  const angle = n * Math.PI * (3 - Math.sqrt(5));
  const r = Math.sqrt(1 - z * z);
  return [r * Math.cos(angle), r * Math.sin(angle), z][at % 3];
});

/**
 * Marching tetrahedra (Doi and Koide 1991) with linear interpolation: area, enclosed volume (divergence theorem) and
 * longest chord of the surface where `values` crosses `level`. A border of voxels below the level is assumed.
 */
export function measureSurface(values: Float32Array, options: { patch: Patch; level: number }): SurfaceMeasures {
  const box = boxAbove(values, options);
  const walk = new SurfaceWalk(box, options.patch.spacingMm, aboveLevel(values, { ...options, box }));
  const [nx, ny, nz] = box.size;
  for (let k = 0; k <= nz; k++) for (let j = 0; j <= ny; j++) for (let i = 0; i <= nx; i++) walk.cube(i, j, k);
  const chord = walk.extremes.longest();
  return {
    areaMm2: walk.area,
    volumeMm3: Math.abs(walk.volume),
    longestMm: chord.length,
    ends: chord.ends,
    areaBySlopeMm2: walk.bySlope,
  };
}

/** Voxels from `low` on, `size` of them. */
interface Box {
  readonly low: Vector3;
  readonly size: Vector3;
}

/** The voxels at or above the level and one more all round, as far as the patch goes: no surface lies elsewhere. */
function boxAbove(values: Float32Array, options: { patch: Patch; level: number }): Box {
  const { patch, level } = options;
  const [nx, ny, nz] = patch.size;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (values[at] - level < 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        high[2] = k;
      }
  if (high[2] < 0) return { low: [0, 0, 0], size: [0, 0, 0] };
  const first = low.map((each) => Math.max(0, each - 1)) as unknown as Vector3;
  const size = high.map((each, axis) => Math.min(patch.size[axis] - 1, each + 1) - first[axis] + 1) as unknown as Vector3;
  return { low: first, size };
}

/** Values of the box less the level, with a border below it all round. */
function aboveLevel(values: Float32Array, options: { patch: Patch; level: number; box: Box }): Float64Array {
  const { patch, level, box } = options;
  const [nx, ny, nz] = box.size;
  const out = new Float64Array((nx + 2) * (ny + 2) * (nz + 2)).fill(-1e-3 - Math.abs(level));
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let at = box.low[0] + patch.size[0] * (box.low[1] + j + patch.size[1] * (box.low[2] + k));
      const to = 1 + (nx + 2) * (j + 1 + (ny + 2) * (k + 1));
      for (let i = 0; i < nx; i++, at++) out[to + i] = values[at] - level;
    }
  return out;
}

/** One surface being walked: hot, so it keeps its scratch and makes nothing per triangle. */
class SurfaceWalk {
  area = 0;
  volume = 0;
  readonly bySlope = new Float64Array(SLOPE_BINS);
  readonly extremes = new Extremes();
  private readonly above: Float64Array;
  private readonly spacing: Vector3;
  /** Offsets of a cube's corners in the bordered grid. */
  private readonly corners: Int32Array;
  private readonly row: number;
  private readonly plane: number;
  /** 1 for each edge (by its lower corner and direction) whose crossing the extremes have seen. */
  private readonly seen: Uint8Array;
  /** Crossings of one tetrahedron, three numbers each. */
  private readonly points = new Float64Array(12);
  private readonly base = new Int32Array(3);
  private readonly low: Vector3;
  private at = 0;

  constructor(box: Box, spacingMm: Vector3, above: Float64Array) {
    this.above = above;
    this.spacing = spacingMm;
    this.low = box.low;
    this.row = box.size[0] + 2;
    this.plane = this.row * (box.size[1] + 2);
    this.corners = Int32Array.from({ length: 8 }, (_, c) => (c & 1) + this.row * ((c >> 1) & 1) + this.plane * (c >> 2));
    this.seen = new Uint8Array(8 * above.length);
  }

  /** The cube whose lowest corner is voxel (i - 1, j - 1, k - 1) of the box. */
  cube(i: number, j: number, k: number): void {
    this.at = i + this.row * j + this.plane * k;
    let inside = 0;
    for (let c = 0; c < 8; c++) if (this.above[this.at + this.corners[c]] >= 0) inside |= 1 << c;
    if (inside === 0 || inside === 255) return;
    this.base[0] = this.low[0] + i - 1;
    this.base[1] = this.low[1] + j - 1;
    this.base[2] = this.low[2] + k - 1;
    for (let n = 0; n < TETRAHEDRA.length; n++) this.tetrahedron(TETRAHEDRA[n], inside);
  }

  private tetrahedron(corners: readonly number[], inside: number): void {
    // Corners inside first, each group in order.
    let [a, b, c, d] = [-1, -1, -1, -1];
    let count = 0;
    for (let n = 0; n < 4; n++)
      if ((inside >> corners[n]) & 1) {
        if (count === 0) a = corners[n];
        else if (count === 1) b = corners[n];
        else if (count === 2) c = corners[n];
        else d = corners[n];
        count++;
      }
    if (count === 0 || count === 4) return;
    let next = count;
    for (let n = 0; n < 4; n++)
      if (!((inside >> corners[n]) & 1)) {
        if (next === 1) b = corners[n];
        else if (next === 2) c = corners[n];
        else d = corners[n];
        next++;
      }
    if (count === 2) {
      this.crossing(0, a, c);
      this.crossing(3, a, d);
      this.crossing(6, b, d);
      this.crossing(9, b, c);
      this.triangle(0, 3, 6, a);
      this.triangle(0, 6, 9, a);
      return;
    }
    // One corner stands alone: the first when it is inside, the last when it is outside.
    if (count === 1) {
      this.crossing(0, a, b);
      this.crossing(3, a, c);
      this.crossing(6, a, d);
    } else {
      this.crossing(0, d, a);
      this.crossing(3, d, b);
      this.crossing(6, d, c);
    }
    this.triangle(0, 3, 6, a);
  }

  private coordinate(corner: number, axis: number): number {
    return (this.base[axis] + ((corner >> axis) & 1)) * this.spacing[axis];
  }

  private crossing(slot: number, from: number, to: number): void {
    const { points, above, corners, at } = this;
    const here = above[at + corners[from]];
    const t = here / (here - above[at + corners[to]]);
    for (let axis = 0; axis < 3; axis++) {
      const start = this.coordinate(from, axis);
      points[slot + axis] = start + t * (this.coordinate(to, axis) - start);
    }
    const edge = 8 * (at + corners[from & to]) + (from ^ to);
    if (this.seen[edge] !== 0) return;
    this.seen[edge] = 1;
    this.extremes.add(points[slot], points[slot + 1], points[slot + 2]);
  }

  /** Points at slots p, q, r; `within` is a corner on the inside, from which outward is away. */
  private triangle(p: number, q: number, r: number, within: number): void {
    const m = this.points;
    const [ux, uy, uz] = [m[q] - m[p], m[q + 1] - m[p + 1], m[q + 2] - m[p + 2]];
    const [vx, vy, vz] = [m[r] - m[p], m[r + 1] - m[p + 1], m[r + 2] - m[p + 2]];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const twice = Math.sqrt(x * x + y * y + z * z);
    this.area += 0.5 * twice;
    if (twice > 0) this.bySlope[Math.min(SLOPE_BINS - 1, Math.floor(SLOPE_BINS * (z / twice) ** 2))] += 0.5 * twice;
    const away =
      x * (m[p] - this.coordinate(within, 0)) + y * (m[p + 1] - this.coordinate(within, 1)) + z * (m[p + 2] - this.coordinate(within, 2));
    this.volume += ((away >= 0 ? 1 : -1) * (m[p] * x + m[p + 1] * y + m[p + 2] * z)) / 6;
  }
}

type Point = [number, number, number];

/** The points furthest out in each direction of {@link SPHERE}. */
class Extremes {
  private readonly low = new Float64Array(DIRECTIONS).fill(Number.POSITIVE_INFINITY);
  private readonly high = new Float64Array(DIRECTIONS).fill(Number.NEGATIVE_INFINITY);
  private readonly from = new Float64Array(3 * DIRECTIONS);
  private readonly to = new Float64Array(3 * DIRECTIONS);

  add(x: number, y: number, z: number): void {
    for (let n = 0, at = 0; n < DIRECTIONS; n++, at += 3) {
      const along = SPHERE[at] * x + SPHERE[at + 1] * y + SPHERE[at + 2] * z;
      if (along < this.low[n]) {
        this.low[n] = along;
        put(this.from, at, x, y, z);
      }
      if (along > this.high[n]) {
        this.high[n] = along;
        put(this.to, at, x, y, z);
      }
    }
  }

  longest(): { length: number; ends: [Point, Point] } {
    let length = 0;
    let best = -1;
    for (let n = 0; n < DIRECTIONS; n++) {
      if (this.high[n] < this.low[n]) continue;
      const at = 3 * n;
      const chord = Math.hypot(this.to[at] - this.from[at], this.to[at + 1] - this.from[at + 1], this.to[at + 2] - this.from[at + 2]);
      if (chord > length) {
        length = chord;
        best = at;
      }
    }
    const take = (points: Float64Array): Point => (best < 0 ? [0, 0, 0] : [points[best], points[best + 1], points[best + 2]]);
    return { length, ends: [take(this.from), take(this.to)] };
  }
}

function put(points: Float64Array, at: number, x: number, y: number, z: number): void {
  points[at] = x;
  points[at + 1] = y;
  points[at + 2] = z;
}
