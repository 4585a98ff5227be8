import type { Vector3 } from '../../core/index.ts';
import type { Patch } from '../patch/index.ts';

/** A thin cord of soft tissue that runs on above or below a lesion: a vessel or a tendon seen in fat. */
export interface Tube {
  /** 0, 1 or 2: on how many of the two sides along the scan axis it was seen. */
  readonly ends: number;
  readonly diameterMm: number;
  /** Mean HU of its middle. */
  readonly hu: number;
  /** Distance of the lesion's middle from the cord's axis, over the cord's radius: a stone lies near 0, plaque near 1. */
  readonly offset: number;
}

/** Slices looked at lie this far beyond the lesion: clear of its halo, near enough to follow. */
const BEYOND_MM = { near: 2, far: 5 };
/** Cords of this width; thinner ones do not show, wider ones are muscles. */
const DIAMETER_MM = { least: 1.8, most: 16 };

/** Plaque on the wall lies about one radius off the axis; farther off runs something else. */
export const MOST_OFFSET = 2;

/**
 * Looks for the cord in the slices just above and below the lesion: soft tissue under the lesion's footprint that fat
 * encloses on all sides. null when there is none.
 */
export function findTube(
  values: Float32Array,
  options: { patch: Patch; object: Uint8Array; other: Uint8Array; leanHu: number; brightHu: number; sigmaMm: Vector3 },
): Tube | null {
  const { patch, object } = options;
  const [nx, ny, nz] = patch.size;
  const slice = nx * ny;
  let low = nz;
  let high = -1;
  let [ci, cj, n] = [0, 0, 0];
  for (let at = 0; at < object.length; at++) {
    if (object[at] === 0) continue;
    const k = Math.floor(at / slice);
    low = Math.min(low, k);
    high = Math.max(high, k);
    ci += at % nx;
    cj += Math.floor(at / nx) % ny;
    n++;
  }
  if (n === 0) return null;
  const middle = { i: ci / n, j: cj / n };
  const step = Math.max(1, Math.round((BEYOND_MM.near + options.sigmaMm[2]) / patch.spacingMm[2]));
  const reach = Math.max(step, Math.round(BEYOND_MM.far / patch.spacingMm[2]));
  const ends: Disc[] = [];
  for (const side of [-1, 1] as const) {
    let found: Disc | null = null;
    for (let s = step; s <= reach && found === null; s++) {
      const k = side < 0 ? low - s : high + s;
      if (k >= 0 && k < nz) found = discAt(values, { ...options, k, middle });
    }
    if (found !== null) ends.push(found);
  }
  if (ends.length === 0) return null;
  const mean = (read: (disc: Disc) => number): number => ends.reduce((sum, each) => sum + read(each), 0) / ends.length;
  const axis = { i: mean((each) => each.i), j: mean((each) => each.j) };
  const diameterMm = mean((each) => each.diameterMm);
  const away = Math.hypot((axis.i - middle.i) * patch.spacingMm[0], (axis.j - middle.j) * patch.spacingMm[1]);
  const offset = away / (diameterMm / 2);
  return offset > MOST_OFFSET ? null : { ends: ends.length, diameterMm, hu: mean((each) => each.hu), offset };
}

interface Disc {
  readonly i: number;
  readonly j: number;
  readonly diameterMm: number;
  readonly hu: number;
}

/** The soft-tissue piece of one slice nearest to the lesion's middle, when fat encloses it. */
function discAt(
  values: Float32Array,
  options: { patch: Patch; other: Uint8Array; leanHu: number; brightHu: number; k: number; middle: { i: number; j: number } },
): Disc | null {
  const { patch, leanHu, brightHu, k, middle } = options;
  const [nx, ny] = patch.size;
  const [dx, dy] = patch.spacingMm;
  const base = nx * ny * k;
  const isLean = (i: number, j: number): boolean => {
    const value = values[base + i + nx * j];
    return value >= leanHu && value < brightHu;
  };
  // The cord passes within its own radius of the lesion's middle.
  let start = -1;
  let nearest = DIAMETER_MM.most / 2.5;
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const mm = Math.hypot((i - middle.i) * dx, (j - middle.j) * dy);
      if (mm < nearest && isLean(i, j)) {
        nearest = mm;
        start = i + nx * j;
      }
    }
  if (start < 0) return null;
  const seen = new Uint8Array(nx * ny);
  const stack = [start];
  seen[start] = 1;
  let [si, sj, sum, count] = [0, 0, 0, 0];
  const most = (Math.PI * (DIAMETER_MM.most / 2) ** 2) / (dx * dy);
  while (stack.length > 0) {
    const at = stack.pop() ?? 0;
    const i = at % nx;
    const j = (at - i) / nx;
    // Reaching the border or another bright thing, it is not a cord that fat encloses.
    if (i === 0 || j === 0 || i === nx - 1 || j === ny - 1 || count > most || options.other[base + at] !== 0) return null;
    si += i;
    sj += j;
    sum += values[base + at];
    count++;
    for (const next of [at - 1, at + 1, at - nx, at + nx])
      if (seen[next] === 0) {
        seen[next] = 1;
        if (isLean(next % nx, Math.floor(next / nx))) stack.push(next);
      }
  }
  const diameterMm = 2 * Math.sqrt((count * dx * dy) / Math.PI);
  if (diameterMm < DIAMETER_MM.least) return null;
  return { i: si / count, j: sj / count, diameterMm, hu: sum / count };
}
