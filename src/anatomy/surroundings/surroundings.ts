import type { Vector3 } from '../../core/index.ts';
import type { BitMask, DistanceField, Kernels } from '../../kernels/types.ts';
import { type Coarse, maskWhere } from '../frame/index.ts';
import { type Surroundings, TISSUES, type Tissue } from '../types.ts';

/** What surroundings are read from: fine masks where near matters, coarse ones elsewhere. */
export interface Landmarks {
  readonly size: Vector3;
  readonly spacingMm: Vector3;
  readonly tissue: Uint8Array;
  readonly body: BitMask;
  readonly bone: BitMask;
  readonly coarse: Coarse;
  readonly coarseBody: BitMask;
  readonly coarseBone: BitMask;
  readonly joint: BitMask;
  readonly artery: BitMask;
  readonly fascia: BitMask;
  readonly kernels: Kernels;
}

/** Landmarks nearer than this are measured on the fine grid. */
const NEAR_MM = 8;
const FAR_MM = 80;
/** The shell about a lesion whose tissues are counted. */
const SHELL_MM = 3;
/** The coarse far fields are sampled this many coarse voxels apart. */
const FAR_STEP = 2;
/** Enough voxels to know a lesion's nearest distance; large ones are thinned evenly. */
const MOST_VOXELS = 400;

/** Makes the query; far fields are computed at first use and kept. */
export function surroundingsOf(landmarks: Landmarks): (voxels: Int32Array) => Surroundings {
  const { kernels, coarse } = landmarks;
  const far = new Map<BitMask, DistanceField | null>();
  const farField = (mask: BitMask): DistanceField | null => {
    let field = far.get(mask);
    if (field === undefined) {
      const empty = kernels.count(mask) === 0;
      field = empty ? null : kernels.distance(mask, { spacingMm: coarse.spacingMm, capMm: FAR_MM, step: FAR_STEP });
      far.set(mask, field);
    }
    return field;
  };
  const outsideFine = kernels.not(kernels.copy(landmarks.body));
  const outsideCoarse = kernels.not(kernels.copy(landmarks.coarseBody));
  return (voxels) => {
    const picked = thin(voxels);
    const fine = (mask: BitMask, coarseMask: BitMask): number | null =>
      nearFine(mask, picked, landmarks) ?? nearFar(farField(coarseMask), picked, landmarks);
    return {
      depthFromSkinMm: fine(outsideFine, outsideCoarse),
      distanceToBoneMm: fine(landmarks.bone, landmarks.coarseBone),
      distanceToJointMm: nearFar(farField(landmarks.joint), picked, landmarks),
      distanceToArteryMm: nearFar(farField(landmarks.artery), picked, landmarks),
      distanceToFasciaMm: nearFar(farField(landmarks.fascia), picked, landmarks),
      tissueShare: shellShares(voxels, landmarks),
    };
  };
}

export const fasciaSurface = (coarse: Coarse, zones: Uint8Array, zone: number): BitMask =>
  maskWhere(coarse.size, (offset) => zones[offset] === zone);

function thin(voxels: Int32Array): Int32Array {
  if (voxels.length <= MOST_VOXELS) return voxels;
  const step = voxels.length / MOST_VOXELS;
  return Int32Array.from({ length: MOST_VOXELS }, (_, n) => voxels[Math.floor(n * step)]);
}

function boxOf(voxels: Int32Array, size: Vector3): { low: [number, number, number]; high: [number, number, number] } {
  const low: [number, number, number] = [size[0], size[1], size[2]];
  const high: [number, number, number] = [-1, -1, -1];
  for (const offset of voxels) {
    const at = [offset % size[0], Math.floor(offset / size[0]) % size[1], Math.floor(offset / (size[0] * size[1]))];
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], at[axis]);
      high[axis] = Math.max(high[axis], at[axis]);
    }
  }
  return { low, high };
}

function nearFine(mask: BitMask, voxels: Int32Array, landmarks: Landmarks): number | null {
  const { size, spacingMm, kernels } = landmarks;
  if (voxels.length === 0) return null;
  const box = boxOf(voxels, size);
  const field = kernels.distance(mask, { spacingMm, capMm: NEAR_MM, box });
  let nearest = Number.POSITIVE_INFINITY;
  for (const offset of voxels) {
    const i = (offset % size[0]) - box.low[0];
    const j = (Math.floor(offset / size[0]) % size[1]) - box.low[1];
    const k = Math.floor(offset / (size[0] * size[1])) - box.low[2];
    nearest = Math.min(nearest, field.mm[i + field.size[0] * (j + field.size[1] * k)]);
  }
  return nearest < NEAR_MM - 1e-3 ? nearest : null;
}

/** Trilinear reading of the coarse field; null when nothing of the kind lies within reach. */
function nearFar(field: DistanceField | null, voxels: Int32Array, landmarks: Landmarks): number | null {
  if (field === null || voxels.length === 0) return null;
  const { size, coarse } = landmarks;
  let nearest = Number.POSITIVE_INFINITY;
  for (const offset of voxels) {
    const at = [offset % size[0], Math.floor(offset / size[0]) % size[1], Math.floor(offset / (size[0] * size[1]))];
    const place = at.map((value, axis) => ((value + 0.5) / coarse.factor[axis] - 0.5) / field.step) as [number, number, number];
    nearest = Math.min(nearest, trilinear(field, place));
  }
  return nearest >= FAR_MM - 1e-3 ? null : nearest;
}

function trilinear(field: DistanceField, place: readonly [number, number, number]): number {
  const base: number[] = [];
  const part: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const last = field.size[axis] - 1;
    const clamped = Math.min(last, Math.max(0, place[axis]));
    const low = Math.min(Math.floor(clamped), Math.max(0, last - 1));
    base.push(low);
    part.push(clamped - low);
  }
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    let weight = 1;
    const at: number[] = [];
    for (let axis = 0; axis < 3; axis++) {
      const up = (corner >> axis) & 1;
      weight *= up ? part[axis] : 1 - part[axis];
      at.push(Math.min(field.size[axis] - 1, base[axis] + up));
    }
    if (weight > 0) sum += weight * field.mm[at[0] + field.size[0] * (at[1] + field.size[1] * at[2])];
  }
  return sum;
}

const NAMES = Object.fromEntries(Object.entries(TISSUES).map(([name, code]) => [code, name])) as Record<number, Tissue>;

/** Tissues within {@link SHELL_MM} of the voxels, the voxels themselves left out. */
function shellShares(voxels: Int32Array, landmarks: Landmarks): Partial<Record<Tissue, number>> {
  if (voxels.length === 0) return {};
  const { size, spacingMm, tissue } = landmarks;
  const margin = spacingMm.map((step) => Math.max(1, Math.ceil(SHELL_MM / step)));
  const box = boxOf(voxels, size);
  const low = box.low.map((value, axis) => Math.max(0, value - margin[axis]));
  const high = box.high.map((value, axis) => Math.min(size[axis] - 1, value + margin[axis]));
  const [nx, ny, nz] = high.map((value, axis) => value - low[axis] + 1);
  const mark = new Uint8Array(nx * ny * nz);
  for (const offset of voxels) {
    const rest = Math.floor(offset / size[0]);
    const j = rest % size[1];
    mark[(offset % size[0]) - low[0] + nx * (j - low[1] + ny * ((rest - j) / size[1] - low[2]))] = OWN;
  }
  growMarks(mark, [nx, ny, nz], ballRows(margin, spacingMm));
  const counts = new Float64Array(256);
  let all = 0;
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let offset = low[0] + size[0] * (low[1] + j + size[1] * (low[2] + k));
      for (let i = 0; i < nx; i++, at++, offset++) {
        if (mark[at] !== NEAR) continue;
        counts[tissue[offset]]++;
        all++;
      }
    }
  const share: Partial<Record<Tissue, number>> = {};
  for (let code = 0; code < 256; code++) if (counts[code] > 0) share[NAMES[code]] = counts[code] / all;
  return share;
}

const NEAR = 1;
const OWN = 2;

/** Marks as near what the ball reaches from runs of own voxels. */
function growMarks(mark: Uint8Array, size: Vector3, rows: readonly { dj: number; dk: number; width: number }[]): void {
  const [nx, ny, nz] = size;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const base = nx * (j + ny * k);
      for (let i = 0; i < nx; i++) {
        if (mark[base + i] !== OWN) continue;
        const first = i;
        while (i + 1 < nx && mark[base + i + 1] === OWN) i++;
        for (const { dj, dk, width } of rows) {
          const [b, c] = [j + dj, k + dk];
          if (b < 0 || c < 0 || b >= ny || c >= nz) continue;
          const to = nx * (b + ny * c);
          const end = to + Math.min(nx - 1, i + width);
          for (let at = to + Math.max(0, first - width); at <= end; at++) if (mark[at] === 0) mark[at] = NEAR;
        }
      }
    }
}

/** Rows of a ball of {@link SHELL_MM}, or at least the six neighbours: at (dj, dk) it reaches `width` voxels to either side. */
function ballRows(margin: readonly number[], spacingMm: Vector3): { dj: number; dk: number; width: number }[] {
  const rows: { dj: number; dk: number; width: number }[] = [];
  for (let dk = -margin[2]; dk <= margin[2]; dk++)
    for (let dj = -margin[1]; dj <= margin[1]; dj++) {
      const left = SHELL_MM ** 2 + 1e-9 - (dj * spacingMm[1]) ** 2 - (dk * spacingMm[2]) ** 2;
      const away = Math.abs(dj) + Math.abs(dk);
      let width = left < 0 ? -1 : 0;
      while (width >= 0 && width < margin[0] && ((width + 1) * spacingMm[0]) ** 2 <= left) width++;
      width = Math.max(width, away === 0 ? 1 : away === 1 ? 0 : -1);
      if (width >= 0) rows.push({ dj, dk, width });
    }
  return rows;
}
