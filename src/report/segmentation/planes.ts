import {
  type CanonicalVolume,
  canonicalWalk,
  type DicomSource,
  indexToPatient,
  patientToIndex,
  type SourceFrame,
  type Vector3,
} from '../../core/index.ts';
import type { Lesion } from '../../lesions/types.ts';

/** A plane that frames of the segmentation lie on: one of the input's slices, or the place of one that is missing there. */
export interface Plane {
  readonly positionMm: Vector3;
  /** Slice of the volume's grid whose voxels it shows, and the voxel its first pixel is. */
  readonly slice: number;
  readonly shift: readonly [number, number];
  /** The source frame on it; the neighbours that it was interpolated from, when the series has none there. */
  readonly sources: readonly SourceFrame[];
}

/** A slice counts as a frame's own when no further than this share of the spacing away: readers allow 0.1. */
const OWN_SLICE = 0.2;

/**
 * The input's slices as planes over the volume's grid. A tilted series lies sheared in its grid and an uneven one is
 * interpolated: each source frame then shows the grid slice nearest to it, moved by whole pixels.
 */
export function planesOf(grid: CanonicalVolume['source']['grid'], dicom: DicomSource): Plane[] {
  const planes: Plane[] = dicom.frames.map((frame) => {
    const at = patientToIndex(grid, frame.positionMm);
    const slice = Math.min(grid.size[2] - 1, Math.max(0, Math.round(at[2])));
    return { positionMm: frame.positionMm, slice, shift: [Math.round(at[0]), Math.round(at[1])], sources: [frame] };
  });
  const own = new Set(
    planes.filter((plane) => Math.abs(patientToIndex(grid, plane.positionMm)[2] - plane.slice) < OWN_SLICE).map((plane) => plane.slice),
  );
  // Between frames on an even line, a slice without a frame is a missing one; an uneven series has none of its own.
  if (own.size < planes.length) return planes;
  const filled: Plane[] = [];
  planes.forEach((plane, index) => {
    const before = planes[index - 1];
    for (let slice = (before?.slice ?? plane.slice) + 1; slice < plane.slice; slice++) {
      const weight = (slice - before.slice) / (plane.slice - before.slice);
      const shift = [0, 1].map((axis) => Math.round(before.shift[axis] + weight * (plane.shift[axis] - before.shift[axis]))) as unknown as [
        number,
        number,
      ];
      filled.push({
        positionMm: indexToPatient(grid, [shift[0], shift[1], slice]),
        slice,
        shift,
        sources: [...before.sources, ...plane.sources],
      });
    }
    filled.push(plane);
  });
  return filled;
}

/** Pixels of one lesion on one plane, ascending. */
export interface Footprint {
  readonly plane: number;
  readonly pixels: Int32Array;
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** Where a lesion lies on the planes. A lesion that only interpolated slices show lies on the plane nearest to it. */
export function footprintsOf(
  canonical: CanonicalVolume,
  planes: readonly Plane[],
  shape: Shape,
): (lesion: Pick<Lesion, 'voxels'>) => Footprint[] {
  const { grid } = canonical.source;
  const { start, step } = canonicalWalk(grid, canonical.map);
  const [cx, cy] = canonical.volume.grid.size;
  const [nx, ny] = grid.size;
  const bySlice = new Map<number, number[]>();
  for (const [index, plane] of planes.entries()) bySlice.set(plane.slice, [...(bySlice.get(plane.slice) ?? []), index]);
  const nearest = (slice: number): number[] => [
    planes.reduce((best, plane, index) => (Math.abs(plane.slice - slice) < Math.abs(planes[best].slice - slice) ? index : best), 0),
  ];
  const collect = (voxels: Int32Array, planesAt: (slice: number) => readonly number[]): Map<number, number[]> => {
    const found = new Map<number, number[]>();
    for (let n = 0; n < voxels.length; n++) {
      const a = voxels[n] % cx;
      const rest = (voxels[n] - a) / cx;
      const source = start + a * step[0] + (rest % cy) * step[1] + Math.floor(rest / cy) * step[2];
      const i = source % nx;
      const j = Math.floor(source / nx) % ny;
      for (const index of planesAt(Math.floor(source / (nx * ny)))) {
        const x = i - planes[index].shift[0];
        const y = j - planes[index].shift[1];
        if (x < 0 || y < 0 || x >= shape.columns || y >= shape.rows) continue;
        const pixels = found.get(index);
        if (pixels) pixels.push(y * shape.columns + x);
        else found.set(index, [y * shape.columns + x]);
      }
    }
    return found;
  };
  return ({ voxels }) => {
    let found = collect(voxels, (slice) => bySlice.get(slice) ?? []);
    if (found.size === 0) found = collect(voxels, nearest);
    return [...found].sort(([a], [b]) => a - b).map(([plane, pixels]) => ({ plane, pixels: Int32Array.from(new Set(pixels)).sort() }));
  };
}
