import { type Grid, indexToPatient, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import type { Mark } from '../model/marks.ts';
import { LAYOUT, type PlaneName, planeShape, type ViewVolume } from './planes.ts';

export interface LengthReading {
  readonly kind: 'length';
  readonly mm: number;
}
/** Over the voxels whose centres lie in the ellipse; `areaMm2` is the ellipse's own, pi a b. */
export interface EllipseReading {
  readonly kind: 'ellipse';
  readonly areaMm2: number;
  readonly voxels: number;
  readonly meanHu: number;
  /** Of the population, as region tools show it. */
  readonly sdHu: number;
  readonly minHu: number;
  readonly maxHu: number;
}
export interface ProbeReading {
  readonly kind: 'probe';
  readonly hu: number;
}
export type MarkReading = LengthReading | EllipseReading | ProbeReading;

export const distanceMm = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const inside = (grid: Grid, index: readonly number[]): boolean => index.every((value, axis) => value >= 0 && value < grid.size[axis]);

/** HU of the voxel that holds a patient point; null outside the volume. */
export function huAt(volume: ViewVolume, pointMm: Vector3): number | null {
  const index = patientToIndex(volume.grid, pointMm).map(Math.round);
  if (!inside(volume.grid, index)) return null;
  return volume.hu[index[0] + volume.grid.size[0] * (index[1] + volume.grid.size[1] * index[2])];
}

/** Of an index that came from mm and went back: a centre that lies on the edge is in. */
const ROUNDING = 1e-6;

/** Voxels of the plane's slice whose centres lie in the ellipse with the two points as corners of its box. */
function ellipseReading(volume: ViewVolume, mark: Mark): EllipseReading | null {
  const { grid, hu } = volume;
  const { across, down, through } = LAYOUT[mark.plane];
  const [p, q] = mark.pointsMm.map((point) => patientToIndex(grid, point));
  const [centreX, centreY] = [(p[across] + q[across]) / 2, (p[down] + q[down]) / 2];
  const [radiusX, radiusY] = [Math.abs(p[across] - q[across]) / 2, Math.abs(p[down] - q[down]) / 2];
  const slice = Math.round(p[through]);
  let [voxels, sum, squares, minHu, maxHu] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const index: [number, number, number] = [0, 0, 0];
  index[through] = slice;
  for (let y = Math.ceil(centreY - radiusY - ROUNDING); y <= Math.floor(centreY + radiusY + ROUNDING); y++)
    for (let x = Math.ceil(centreX - radiusX - ROUNDING); x <= Math.floor(centreX + radiusX + ROUNDING); x++) {
      if (((x - centreX) / (radiusX || 1)) ** 2 + ((y - centreY) / (radiusY || 1)) ** 2 > 1 + ROUNDING) continue;
      index[across] = x;
      index[down] = y;
      if (!inside(grid, index)) continue;
      const value = hu[index[0] + grid.size[0] * (index[1] + grid.size[1] * index[2])];
      voxels++;
      sum += value;
      squares += value * value;
      minHu = Math.min(minHu, value);
      maxHu = Math.max(maxHu, value);
    }
  if (!voxels) return null;
  const meanHu = sum / voxels;
  return {
    kind: 'ellipse',
    areaMm2: Math.PI * radiusX * grid.spacingMm[across] * radiusY * grid.spacingMm[down],
    voxels,
    meanHu,
    sdHu: Math.sqrt(Math.max(0, squares / voxels - meanHu * meanHu)),
    minHu,
    maxHu,
  };
}

/** What a mark reads on a volume; null where it lies outside. */
export function readMark(volume: ViewVolume, mark: Mark): MarkReading | null {
  if (mark.kind === 'length') return { kind: 'length', mm: distanceMm(mark.pointsMm[0], mark.pointsMm[1]) };
  if (mark.kind === 'ellipse') return ellipseReading(volume, mark);
  const hu = huAt(volume, mark.pointsMm[0]);
  return hu === null ? null : { kind: 'probe', hu };
}

/** Short words for the image and the list. */
export function markWords(reading: MarkReading | null): string {
  if (!reading) return 'outside the volume';
  if (reading.kind === 'length') return `${reading.mm.toFixed(1)} mm`;
  if (reading.kind === 'probe') return `${reading.hu} HU`;
  const { meanHu, sdHu, minHu, maxHu, areaMm2 } = reading;
  return `mean ${meanHu.toFixed(1)}, SD ${sdHu.toFixed(1)} HU; ${minHu} to ${maxHu} HU; ${areaMm2.toFixed(1)} mm²`;
}

/** Patient point of a continuous sample (whole numbers on corners) of a plane's slice. */
export function pointOfSample(grid: Grid, plane: PlaneName, at: { x: number; y: number; slice: number }): Vector3 {
  const { across, down, through, up } = LAYOUT[plane];
  const index: [number, number, number] = [0, 0, 0];
  index[across] = at.x - 0.5;
  index[down] = up ? grid.size[down] - 0.5 - at.y : at.y - 0.5;
  index[through] = at.slice;
  return indexToPatient(grid, index);
}

/** Continuous sample and slice of a patient point. */
export function sampleOfPoint(grid: Grid, plane: PlaneName, pointMm: Vector3): { x: number; y: number; slice: number } {
  const { across, down, through, up } = LAYOUT[plane];
  const index = patientToIndex(grid, pointMm);
  const { height } = planeShape(grid, plane);
  return { x: index[across] + 0.5, y: up ? height - 0.5 - index[down] : index[down] + 0.5, slice: Math.round(index[through]) };
}
