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

/**
 * Marching tetrahedra (Doi and Koide 1991) with linear interpolation: area, enclosed volume (divergence theorem) and
 * longest chord of the surface where `values` crosses `level`. A border of voxels below the level is assumed.
 */
export function measureSurface(values: Float32Array, options: { patch: Patch; level: number }): SurfaceMeasures {
  const { patch, level } = options;
  const [nx, ny, nz] = patch.size;
  const sum: Sum = { area: 0, volume: 0, bySlope: new Float64Array(SLOPE_BINS) };
  const extremes = createExtremes();
  const corner = new Float64Array(8);
  const at = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz ? level - 1e-3 - Math.abs(level) : values[i + nx * (j + ny * k)];
  for (let k = -1; k < nz; k++)
    for (let j = -1; j < ny; j++)
      for (let i = -1; i < nx; i++) {
        let above = 0;
        for (let c = 0; c < 8; c++) {
          corner[c] = at(i + (c & 1), j + ((c >> 1) & 1), k + (c >> 2)) - level;
          if (corner[c] >= 0) above++;
        }
        if (above === 0 || above === 8) continue;
        for (const tetrahedron of TETRAHEDRA)
          addTetrahedron({ tetrahedron, corner, base: [i, j, k], spacing: patch.spacingMm }, sum, extremes);
      }
  const chord = extremes.longest();
  return { areaMm2: sum.area, volumeMm3: Math.abs(sum.volume), longestMm: chord.length, ends: chord.ends, areaBySlopeMm2: sum.bySlope };
}

interface Sum {
  area: number;
  volume: number;
  readonly bySlope: Float64Array;
}

interface Cell {
  readonly tetrahedron: readonly [number, number, number, number];
  readonly corner: Float64Array;
  readonly base: Vector3;
  readonly spacing: Vector3;
}

type Point = [number, number, number];

function addTetrahedron(cell: Cell, sum: Sum, extremes: Extremes): void {
  const inside: number[] = [];
  const outside: number[] = [];
  for (const c of cell.tetrahedron) (cell.corner[c] >= 0 ? inside : outside).push(c);
  if (inside.length === 0 || outside.length === 0) return;
  const within = place(cell, inside[0]);
  if (inside.length === 1 || outside.length === 1) {
    const lone = inside.length === 1 ? inside[0] : outside[0];
    const others = inside.length === 1 ? outside : inside;
    const [a, b, c] = others.map((other) => crossing(cell, lone, other));
    addTriangle([a, b, c], within, sum, extremes);
    return;
  }
  const a = crossing(cell, inside[0], outside[0]);
  const b = crossing(cell, inside[0], outside[1]);
  const c = crossing(cell, inside[1], outside[1]);
  const d = crossing(cell, inside[1], outside[0]);
  addTriangle([a, b, c], within, sum, extremes);
  addTriangle([a, c, d], within, sum, extremes);
}

const place = (cell: Cell, corner: number): Point => [
  (cell.base[0] + (corner & 1)) * cell.spacing[0],
  (cell.base[1] + ((corner >> 1) & 1)) * cell.spacing[1],
  (cell.base[2] + (corner >> 2)) * cell.spacing[2],
];

function crossing(cell: Cell, from: number, to: number): Point {
  const t = cell.corner[from] / (cell.corner[from] - cell.corner[to]);
  const a = place(cell, from);
  const b = place(cell, to);
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

function addTriangle(points: readonly Point[], inside: Point, sum: Sum, extremes: Extremes): void {
  const [a, b, c] = points;
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const twice = Math.hypot(n[0], n[1], n[2]);
  sum.area += 0.5 * twice;
  if (twice > 0) sum.bySlope[Math.min(SLOPE_BINS - 1, Math.floor(SLOPE_BINS * (n[2] / twice) ** 2))] += 0.5 * twice;
  // Outward means away from the tetrahedron's inner corner.
  const outward = n[0] * (a[0] - inside[0]) + n[1] * (a[1] - inside[1]) + n[2] * (a[2] - inside[2]) >= 0 ? 1 : -1;
  sum.volume += (outward * (a[0] * n[0] + a[1] * n[1] + a[2] * n[2])) / 6;
  extremes.add(a);
  extremes.add(b);
  extremes.add(c);
}

interface Extremes {
  add(point: Point): void;
  longest(): { length: number; ends: [Point, Point] };
}

function createExtremes(): Extremes {
  const directions: Point[] = [];
  for (let n = 0; n < DIRECTIONS; n++) {
    // Fibonacci half sphere.
    const z = (n + 0.5) / DIRECTIONS;
    const angle = n * Math.PI * (3 - Math.sqrt(5));
    const r = Math.sqrt(1 - z * z);
    directions.push([r * Math.cos(angle), r * Math.sin(angle), z]);
  }
  const far = directions.map(() => ({
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    from: null as Point | null,
    to: null as Point | null,
  }));
  return {
    add: (p) => {
      for (let n = 0; n < directions.length; n++) {
        const d = directions[n];
        const along = d[0] * p[0] + d[1] * p[1] + d[2] * p[2];
        const each = far[n];
        if (along < each.low) {
          each.low = along;
          each.from = p;
        }
        if (along > each.high) {
          each.high = along;
          each.to = p;
        }
      }
    },
    longest: () => {
      let length = 0;
      let ends: [Point, Point] = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (const { from, to } of far) {
        if (from === null || to === null) continue;
        const chord = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
        if (chord > length) {
          length = chord;
          ends = [from, to];
        }
      }
      return { length, ends };
    },
  };
}
