import { TISSUES } from '../../anatomy/types.ts';
import type { Grid, Vector3, Volume } from '../../core/index.ts';

/**
 * A flat picture of HU cut or projected from a canonical volume, with the letters of its four sides. Rows run down.
 * Axial: right of the picture = +i (patient left), down = +j (back). Coronal: right = +i, down = -k (feet): the view of
 * somebody who faces the patient, as radiologists are used to.
 */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Sample spacing along x and y, mm. */
  readonly spacingMm: { readonly x: number; readonly y: number };
  readonly hu: Int16Array;
  readonly sides: { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };
  /** Sample of a volume offset, or null when the plane does not show it. */
  readonly sampleOf: (offset: number) => number | null;
}

const OBLIQUE = 0.35;

/** The letters a step along `axis` leads towards: the main one, and a second where the axis is oblique (PS3.3 C.7.6.1.1.1). */
export function lettersAlong(axis: Vector3): string {
  const named = [
    { share: Math.abs(axis[0]), letter: axis[0] > 0 ? 'L' : 'R' },
    { share: Math.abs(axis[1]), letter: axis[1] > 0 ? 'P' : 'A' },
    { share: Math.abs(axis[2]), letter: axis[2] > 0 ? 'H' : 'F' },
  ].sort((a, b) => b.share - a.share);
  return named
    .filter((each, index) => index === 0 || (index === 1 && each.share > OBLIQUE))
    .map((each) => each.letter)
    .join('');
}

const column = (grid: Grid, axis: 0 | 1 | 2, sign: 1 | -1): Vector3 => [
  sign * grid.direction[axis],
  sign * grid.direction[3 + axis],
  sign * grid.direction[6 + axis],
];

/** Slice k of a canonical volume; shares the volume's memory. */
export function axialPlane(volume: Volume, k: number): Plane {
  const [nx, ny] = volume.grid.size;
  const start = k * nx * ny;
  return {
    width: nx,
    height: ny,
    spacingMm: { x: volume.grid.spacingMm[0], y: volume.grid.spacingMm[1] },
    hu: volume.hu.subarray(start, start + nx * ny),
    sides: {
      left: lettersAlong(column(volume.grid, 0, -1)),
      right: lettersAlong(column(volume.grid, 0, 1)),
      top: lettersAlong(column(volume.grid, 1, -1)),
      bottom: lettersAlong(column(volume.grid, 1, 1)),
    },
    sampleOf: (offset) => (offset >= start && offset < start + nx * ny ? offset - start : null),
  };
}

const AIR_HU = -1000;

/** Brightest voxel along the line of sight; what lies outside the body (table, blankets) is left out when tissue is known. */
export function projectPlane(volume: Volume, about: { view: 'coronal' | 'axial'; tissue: Uint8Array | null }): Plane {
  const { size, spacingMm } = volume.grid;
  const [nx, ny, nz] = size;
  const coronal = about.view === 'coronal';
  const height = coronal ? nz : ny;
  const hu = new Int16Array(nx * height).fill(AIR_HU);
  const { tissue } = about;
  let read = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let write = (coronal ? nz - 1 - k : j) * nx;
      for (let i = 0; i < nx; i++, read++, write++) {
        const value = volume.hu[read];
        if (value <= hu[write]) continue;
        if (tissue && tissue[read] <= TISSUES.table) continue;
        hu[write] = value;
      }
    }
  return {
    width: nx,
    height,
    spacingMm: { x: spacingMm[0], y: coronal ? spacingMm[2] : spacingMm[1] },
    hu,
    sides: {
      left: lettersAlong(column(volume.grid, 0, -1)),
      right: lettersAlong(column(volume.grid, 0, 1)),
      top: lettersAlong(coronal ? column(volume.grid, 2, 1) : column(volume.grid, 1, -1)),
      bottom: lettersAlong(coronal ? column(volume.grid, 2, -1) : column(volume.grid, 1, 1)),
    },
    sampleOf: (offset) => {
      const k = Math.floor(offset / (nx * ny));
      const within = offset - k * nx * ny;
      return coronal ? (nz - 1 - k) * nx + (within % nx) : within;
    },
  };
}

/**
 * Marks the samples on which voxels lie, in a mask of the plane's size that several lesions may share.
 * @returns how many samples these voxels cover, and their middle; count 0 = not on this plane.
 */
export function markSamples(plane: Plane, voxels: Int32Array, inside: Uint8Array): { count: number; centre: { x: number; y: number } } {
  const own = new Set<number>();
  let sumX = 0;
  let sumY = 0;
  for (const offset of voxels) {
    const sample = plane.sampleOf(offset);
    if (sample === null || own.has(sample)) continue;
    own.add(sample);
    inside[sample] = 1;
    sumX += sample % plane.width;
    sumY += Math.floor(sample / plane.width);
  }
  return { count: own.size, centre: { x: sumX / Math.max(1, own.size), y: sumY / Math.max(1, own.size) } };
}
