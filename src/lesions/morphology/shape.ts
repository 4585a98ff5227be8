import type { Vector3 } from '../../core/index.ts';
import type { Kernels } from '../../kernels/index.ts';
import { eigenOf } from '../eigen/index.ts';
import { momentsOf } from '../measure/index.ts';
import type { Patch } from '../patch/index.ts';
import { blurPatch } from '../patch/index.ts';

/** The numbers that name a lesion's form. All are kept in the result. */
export interface ShapeMeasures {
  readonly equivalentDiameterMm: number;
  /** Full lengths of the equal-moment ellipsoid, descending, mm. */
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly thicknessMm: number;
  /** length / width and width / thickness. */
  readonly elongation: number;
  readonly flatness: number;
  /** The same, sure at this sampling: what a position between two voxels may add is taken off the longer of each pair of lengths. */
  readonly sureElongation: number;
  readonly sureFlatness: number;
  /** Root mean square departure of the surface from the equal-moment ellipsoid, as a share of its radius: 0 for an ellipsoid. */
  readonly lobulation: number;
  /** Mean wall: 2 volume / surface, mm. A ball of diameter d has d / 3. */
  readonly wallMm: number;
  /** Surface of the equal-volume ball / surface. */
  readonly sphericity: number;
  /** Share of midpoints between two voxels of the lesion that lie in the lesion; 1 = convex. */
  readonly convexity: number;
  /** Enclosed space that is not mineral, as a share of all within the outline; the largest over three slicings, and in 3-D. */
  readonly hollow2d: number;
  readonly hollow3d: number;
  /** Mean contrast of the innermost third over the outermost shell, blur taken into account; 1 = even, below = rim denser. */
  readonly coreToRim: number;
  /**
   * How far the middle stays below what an even deposit of the fitted shape would show there after the blur, against the same
   * of its outer half: 0 = even, above 0 = less dense inside, also where the voxels show no hole.
   */
  readonly coreDeficit: number;
  /** Lowest HU deep inside the outline. */
  readonly coreLowHu: number;
  /** Standard deviation of contrast over its mean, inside. */
  readonly unevenness: number;
  /** Share of voxels nearer to the long axis than half of the outer radius: low in a tube. */
  readonly axisShare: number;
  /** Distance over which the edge rises, against what the blur alone would give; above 1 = ill defined. */
  readonly edgeSoftness: number;
}

/** Length of an ellipsoid axis from the variance along it: 2 sqrt(5). */
const LENGTH_PER_SD = 2 * Math.sqrt(5);
const PAIRS = 160;
/** Variance in squares of the voxel: that of its own width, counted twice in the lengths, and the most that two equal voxels of a point add. */
const OWN_VARIANCE = 2 / 12;
const SAMPLING_VARIANCE = 1 / 4 + 1 / 12;

export interface ShapeInput {
  readonly patch: Patch;
  readonly values: Float32Array;
  readonly contrast: Float32Array;
  readonly half: Uint8Array;
  readonly share: Float32Array;
  readonly region: Uint8Array;
  readonly sigmaMm: Vector3;
  readonly volumeMm3: number;
  readonly surfaceMm2: number;
  readonly contrastHu: number;
  readonly kernels: Kernels;
}

export function measureShape(input: ShapeInput): ShapeMeasures {
  const { patch, share, region, half } = input;
  const moments = momentsOf(share, { mask: region, size: patch.size, spacingMm: patch.spacingMm });
  // A single voxel still has its own extent.
  const spread = moments.covariance.map((value, n) => (n < 3 ? Math.max(0, value) + patch.spacingMm[n] ** 2 / 12 : value));
  const eigen = eigenOf(spread);
  const lengths = eigen.values.map((value) => LENGTH_PER_SD * Math.sqrt(Math.max(value, 1e-4)));
  const ball = Math.cbrt((6 * input.volumeMm3) / Math.PI);
  const outline = fillOutline(half, patch);
  const layers = coreAndRim(input, outline.filled);
  const own = { patch, centreMm: moments.centreMm, vectors: eigen.vectors, semiMm: ownSemiAxes(lengths, eigen.vectors, patch.spacingMm) };
  return {
    equivalentDiameterMm: ball,
    lengthMm: lengths[0],
    widthMm: lengths[1],
    thicknessMm: lengths[2],
    elongation: lengths[0] / lengths[1],
    flatness: lengths[1] / lengths[2],
    ...sureRatios(lengths, eigen.vectors, patch.spacingMm),
    lobulation: lobulationOf(share, own),
    coreDeficit: coreDeficitOf(input, own),
    wallMm: input.surfaceMm2 > 0 ? (2 * input.volumeMm3) / input.surfaceMm2 : ball / 3,
    sphericity: input.surfaceMm2 > 0 ? Math.min(1, (Math.PI * ball * ball) / input.surfaceMm2) : 1,
    convexity: convexityOf(half, patch),
    hollow2d: outline.hollow2d,
    hollow3d: outline.hollow3d,
    ...layers,
    axisShare: axisShareOf(half, { patch, centreMm: moments.centreMm, axis: eigen.vectors[0] }),
    edgeSoftness: edgeSoftnessOf(input),
  };
}

/** Voxel width along a direction, mm. */
const widthAlong = (axis: Vector3, spacingMm: Vector3): number =>
  Math.hypot(axis[0] * spacingMm[0], axis[1] * spacingMm[1], axis[2] * spacingMm[2]);

/** A length less what the voxel's own width adds to it; never under half of it. */
const ownLength = (lengthMm: number, voxelMm: number): number =>
  Math.sqrt(Math.max(lengthMm * lengthMm - OWN_VARIANCE * (LENGTH_PER_SD * voxelMm) ** 2, (lengthMm / 2) ** 2));

/** What is left of a length when it lies on the grid as ill as it can. */
const sureLength = (lengthMm: number, voxelMm: number): number =>
  Math.sqrt(Math.max(0, lengthMm * lengthMm - SAMPLING_VARIANCE * (LENGTH_PER_SD * voxelMm) ** 2));

function sureRatios(
  lengths: readonly number[],
  vectors: readonly Vector3[],
  spacingMm: Vector3,
): Pick<ShapeMeasures, 'sureElongation' | 'sureFlatness'> {
  const voxel = vectors.map((axis) => widthAlong(axis, spacingMm));
  const ratio = (long: number, short: number): number =>
    Math.max(1, sureLength(lengths[long], voxel[long]) / ownLength(lengths[short], voxel[short]));
  return { sureElongation: ratio(0, 1), sureFlatness: ratio(1, 2) };
}

const ownSemiAxes = (lengths: readonly number[], vectors: readonly Vector3[], spacingMm: Vector3): Vector3 =>
  lengths.map((length, n) => ownLength(length, widthAlong(vectors[n], spacingMm)) / 2) as unknown as Vector3;

/** The equal-moment ellipsoid of a lesion in its patch. */
interface Ellipsoid {
  readonly patch: Patch;
  readonly centreMm: Vector3;
  readonly vectors: readonly Vector3[];
  readonly semiMm: Vector3;
}

/** 0 at the ellipsoid's centre, 1 on its surface. */
function radiusIn({ centreMm, vectors, semiMm }: Ellipsoid, x: number, y: number, z: number): number {
  const [px, py, pz] = [x - centreMm[0], y - centreMm[1], z - centreMm[2]];
  let sum = 0;
  for (let n = 0; n < 3; n++) sum += ((px * vectors[n][0] + py * vectors[n][1] + pz * vectors[n][2]) / semiMm[n]) ** 2;
  return Math.sqrt(sum);
}

/** Inner and outer part of the ellipsoid that are compared. */
const CORE = { inner: 0.5, from: 0.6, to: 0.95 } as const;

function coreDeficitOf(input: ShapeInput, own: Ellipsoid): number {
  const { patch, share, contrast, contrastHu, sigmaMm } = input;
  const { spacingMm } = patch;
  // Shares are means over voxels already.
  const psfMm = sigmaMm.map((sigma, n) => Math.sqrt(Math.max(0, sigma * sigma - spacingMm[n] ** 2 / 12))) as unknown as Vector3;
  const even = blurPatch(share, patch, { sigmaMm: psfMm, kernels: input.kernels });
  const [nx, ny, nz] = patch.size;
  let [core, coreEven, rim, rimEven] = [0, 0, 0, 0];
  let [nearest, atNearest] = [Number.POSITIVE_INFINITY, 0];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (even[at] < 0.1) continue;
        const radius = radiusIn(own, i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]);
        if (radius < nearest) [nearest, atNearest] = [radius, at];
        if (radius < CORE.inner) {
          core += contrast[at];
          coreEven += even[at] * contrastHu;
        } else if (radius >= CORE.from && radius < CORE.to) {
          rim += contrast[at];
          rimEven += even[at] * contrastHu;
        }
      }
  if (coreEven === 0 && nearest < CORE.from) [core, coreEven] = [contrast[atNearest], even[atNearest] * contrastHu];
  return coreEven > 0 && rimEven > 0 && rim > 0 ? 1 - core / coreEven / (rim / rimEven) : 0;
}

/** Where voxels' shares cross one half, between face neighbours, against the ellipsoid. */
function lobulationOf(share: Float32Array, own: Ellipsoid): number {
  const { patch } = own;
  const [nx, ny, nz] = patch.size;
  const { spacingMm } = patch;
  const stride = [1, nx, nx * ny];
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++)
        for (let axis = 0; axis < 3; axis++) {
          if ((axis === 0 ? i : axis === 1 ? j : k) === patch.size[axis] - 1) continue;
          const [here, next] = [share[at] - 0.5, share[at + stride[axis]] - 0.5];
          if (here < 0 === next < 0) continue;
          const step = here / (here - next);
          const radius = radiusIn(
            own,
            (i + (axis === 0 ? step : 0)) * spacingMm[0],
            (j + (axis === 1 ? step : 0)) * spacingMm[1],
            (k + (axis === 2 ? step : 0)) * spacingMm[2],
          );
          count++;
          sum += radius;
          squares += radius * radius;
        }
  if (count < 8 || sum === 0) return 0;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
}

/** Midpoints of evenly picked pairs. */
function convexityOf(half: Uint8Array, patch: Patch): number {
  const [nx, ny] = patch.size;
  const all: number[] = [];
  for (let at = 0; at < half.length; at++) if (half[at] !== 0) all.push(at);
  if (all.length < 4) return 1;
  const picked = all.length <= PAIRS ? all : Array.from({ length: PAIRS }, (_, n) => all[Math.floor((n * all.length) / PAIRS)]);
  const place = (at: number): Vector3 => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
  const places = picked.map(place);
  let inside = 0;
  let pairs = 0;
  for (let a = 0; a < places.length; a++)
    for (let b = a + 1; b < places.length; b++) {
      const sum = [places[a][0] + places[b][0], places[a][1] + places[b][1], places[a][2] + places[b][2]];
      pairs++;
      // A midpoint between voxels counts as inside when either neighbour is.
      const low = (sum[0] >> 1) + nx * ((sum[1] >> 1) + ny * (sum[2] >> 1));
      const high = ((sum[0] + 1) >> 1) + nx * (((sum[1] + 1) >> 1) + ny * ((sum[2] + 1) >> 1));
      if (half[low] !== 0 || half[high] !== 0) inside++;
    }
  return inside / pairs;
}

/** Background that the mask encloses, in the slices of each axis and in 3-D. */
function fillOutline(half: Uint8Array, patch: Patch): { filled: Uint8Array; hollow2d: number; hollow3d: number } {
  const filled3d = fillHoles(half, patch.size, [true, true, true]);
  let mask = 0;
  let within3d = 0;
  for (let at = 0; at < half.length; at++) {
    if (half[at] !== 0) mask++;
    if (filled3d[at] !== 0) within3d++;
  }
  let hollow2d = 0;
  let filled = filled3d;
  for (let axis = 0; axis < 3; axis++) {
    const moves: [boolean, boolean, boolean] = [axis !== 0, axis !== 1, axis !== 2];
    const flat = fillHoles(half, patch.size, moves);
    let within = 0;
    for (let at = 0; at < half.length; at++) if (flat[at] !== 0) within++;
    const hollow = within === 0 ? 0 : 1 - mask / within;
    if (hollow > hollow2d) {
      hollow2d = hollow;
      filled = flat;
    }
  }
  return { filled, hollow2d, hollow3d: within3d === 0 ? 0 : 1 - mask / within3d };
}

/**
 * Background not reachable from the patch's border by the allowed face moves becomes set. Only the mask's own box is
 * looked at: all around it is background that reaches the border.
 */
function fillHoles(mask: Uint8Array, size: Vector3, moves: readonly [boolean, boolean, boolean]): Uint8Array {
  const [nx, ny] = size;
  const out = new Uint8Array(mask.length);
  const box = boxOf(mask, size);
  if (box === null) return out;
  const [bx, by, bz] = box.high.map((high, axis) => high - box.low[axis] + 1);
  const stride = [1, bx, bx * by];
  /** 0 = not yet reached, 1 = mask, 2 = reached. */
  const state = new Uint8Array(bx * by * bz);
  const start = box.low[0] + nx * (box.low[1] + ny * box.low[2]);
  for (let k = 0, at = 0; k < bz; k++)
    for (let j = 0; j < by; j++) for (let i = 0; i < bx; i++, at++) state[at] = mask[start + i + nx * (j + ny * k)];
  const stack = new Int32Array(state.length);
  let top = 0;
  for (let k = 0, at = 0; k < bz; k++)
    for (let j = 0; j < by; j++)
      for (let i = 0; i < bx; i++, at++) {
        const edge =
          (moves[0] && (i === 0 || i === bx - 1)) || (moves[1] && (j === 0 || j === by - 1)) || (moves[2] && (k === 0 || k === bz - 1));
        if (!edge || state[at] !== 0) continue;
        state[at] = 2;
        stack[top++] = at;
      }
  while (top > 0) {
    const here = stack[--top];
    const i = here % bx;
    const rest = (here - i) / bx;
    const j = rest % by;
    const k = (rest - j) / by;
    for (let axis = 0; axis < 3; axis++) {
      if (!moves[axis]) continue;
      const along = axis === 0 ? i : axis === 1 ? j : k;
      const last = axis === 0 ? bx - 1 : axis === 1 ? by - 1 : bz - 1;
      if (along > 0 && state[here - stride[axis]] === 0) {
        state[here - stride[axis]] = 2;
        stack[top++] = here - stride[axis];
      }
      if (along < last && state[here + stride[axis]] === 0) {
        state[here + stride[axis]] = 2;
        stack[top++] = here + stride[axis];
      }
    }
  }
  for (let k = 0, at = 0; k < bz; k++)
    for (let j = 0; j < by; j++) for (let i = 0; i < bx; i++, at++) out[start + i + nx * (j + ny * k)] = state[at] === 2 ? 0 : 1;
  return out;
}

/** Smallest box that holds the mask; null when it is empty. */
function boxOf(mask: Uint8Array, size: Vector3): { low: number[]; high: number[] } | null {
  const [nx, ny, nz] = size;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        high[2] = k;
      }
  return high[2] < 0 ? null : { low, high };
}

/** Contrast by depth under the outline: chamfer depth in mm, split at a third and two thirds of the deepest. */
function coreAndRim(input: ShapeInput, filled: Uint8Array): Pick<ShapeMeasures, 'coreToRim' | 'coreLowHu' | 'unevenness'> {
  const { patch, contrast, values, sigmaMm } = input;
  const depth = depthInside(filled, patch);
  let deepest = 0;
  for (let at = 0; at < depth.length; at++) if (depth[at] > deepest) deepest = depth[at];
  const blur = Math.max(...sigmaMm);
  let core = 0;
  let coreCount = 0;
  let rim = 0;
  let rimCount = 0;
  let low = Number.POSITIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let at = 0; at < depth.length; at++) {
    if (depth[at] === 0) continue;
    if (depth[at] >= (2 / 3) * deepest) {
      core += contrast[at];
      coreCount++;
      if (values[at] < low) low = values[at];
    } else if (depth[at] >= Math.min(0.25 * deepest, blur) && depth[at] < 0.55 * deepest) {
      rim += contrast[at];
      rimCount++;
    }
    if (depth[at] > blur) {
      sum += contrast[at];
      squares += contrast[at] ** 2;
      count++;
    }
  }
  const mean = count > 0 ? sum / count : 0;
  return {
    coreToRim: rimCount > 0 && coreCount > 0 && rim > 0 ? core / coreCount / (rim / rimCount) : 1,
    coreLowHu: Number.isFinite(low) ? low : 0,
    unevenness: count > 3 && mean > 0 ? Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean : 0,
  };
}

/** City-block depth in mm along the axes (two chamfer passes); enough to tell layers apart. */
function depthInside(mask: Uint8Array, patch: Patch): Float32Array {
  const [nx, ny, nz] = patch.size;
  const [dx, dy, dz] = patch.spacingMm;
  const depth = new Float32Array(mask.length);
  const box = boxOf(mask, patch.size);
  if (box === null) return depth;
  for (let at = 0; at < mask.length; at++) if (mask[at] !== 0) depth[at] = 1e6;
  const relax = (at: number, from: number, step: number): void => {
    const value = depth[from] + step;
    if (value < depth[at]) depth[at] = value;
  };
  const [[i0, j0, k0], [i1, j1, k1]] = [box.low, box.high];
  for (let k = k0; k <= k1; k++)
    for (let j = j0; j <= j1; j++)
      for (let i = i0; i <= i1; i++) {
        const at = i + nx * (j + ny * k);
        if (mask[at] === 0) continue;
        if (i === 0 || j === 0 || k === 0) depth[at] = Math.min(i === 0 ? dx : 1e6, j === 0 ? dy : 1e6, k === 0 ? dz : 1e6);
        if (i > 0) relax(at, at - 1, dx);
        if (j > 0) relax(at, at - nx, dy);
        if (k > 0) relax(at, at - nx * ny, dz);
      }
  for (let k = k1; k >= k0; k--)
    for (let j = j1; j >= j0; j--)
      for (let i = i1; i >= i0; i--) {
        const at = i + nx * (j + ny * k);
        if (mask[at] === 0) continue;
        if (i < nx - 1) relax(at, at + 1, dx);
        if (j < ny - 1) relax(at, at + nx, dy);
        if (k < nz - 1) relax(at, at + nx * ny, dz);
      }
  return depth;
}

function axisShareOf(half: Uint8Array, options: { patch: Patch; centreMm: Vector3; axis: Vector3 }): number {
  const { patch, centreMm, axis } = options;
  const [nx, ny] = patch.size;
  const radii: number[] = [];
  for (let at = 0; at < half.length; at++) {
    if (half[at] === 0) continue;
    const p = [
      (at % nx) * patch.spacingMm[0] - centreMm[0],
      (Math.floor(at / nx) % ny) * patch.spacingMm[1] - centreMm[1],
      Math.floor(at / (nx * ny)) * patch.spacingMm[2] - centreMm[2],
    ];
    const along = p[0] * axis[0] + p[1] * axis[1] + p[2] * axis[2];
    radii.push(Math.sqrt(Math.max(0, p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - along * along)));
  }
  if (radii.length === 0) return 1;
  radii.sort((a, b) => a - b);
  const outer = radii[Math.floor(0.9 * (radii.length - 1))];
  return radii.filter((r) => r < outer / 2).length / radii.length;
}

/** Voxels between 25 % and 75 % of the contrast, against what a sharp surface of this area would leave after the blur. */
function edgeSoftnessOf(input: ShapeInput): number {
  const { contrast, region, contrastHu, patch, surfaceMm2, sigmaMm } = input;
  let partial = 0;
  for (let at = 0; at < contrast.length; at++)
    if (region[at] !== 0 && contrast[at] > 0.25 * contrastHu && contrast[at] < 0.75 * contrastHu) partial++;
  const voxelMm3 = patch.spacingMm[0] * patch.spacingMm[1] * patch.spacingMm[2];
  // A blurred edge passes from 25 % to 75 % within 1.35 standard deviations.
  const expected = surfaceMm2 * 1.35 * Math.cbrt(sigmaMm[0] * sigmaMm[1] * sigmaMm[2]);
  return expected > 0 ? (partial * voxelMm3) / expected : 1;
}
