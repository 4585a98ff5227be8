import { type CanonicalVolume, type Issue, issue, patientToIndex, type SourceFile } from '../../core/index.ts';
import { readSegmentationFrames, type SegmentationFile, type SegmentationFrame } from '../../dicom/index.ts';
import { planesOf } from './planes.ts';

/** Frames further than this share of a slice from any plane of the series do not belong to it. */
const SAME_PLANE = 0.3;
const SAME_COSINE = 1e-3;
const SAME_SPACING_MM = 1e-3;

export interface PlacedSegmentation {
  readonly segmentation: SegmentationFile;
  /** Canonical-grid voxel offsets of each segment, ascending. */
  readonly voxels: ReadonlyMap<number, Int32Array>;
  /** False when the series is uneven: slices between the input's own show the nearest frame. */
  readonly exact: boolean;
}

/**
 * A segmentation put back on the grid of the volume that its series becomes, pixel by pixel: the way of
 * {@link planesOf} backwards.
 */
export async function placeSegmentation(
  file: SourceFile,
  canonical: CanonicalVolume,
): Promise<{ placed: PlacedSegmentation | null; issues: Issue[] }> {
  const { grid, source } = canonical.source;
  const { dicom } = source;
  const misfit = (received: string): { placed: null; issues: Issue[] } => ({
    placed: null,
    issues: [
      issue('error', {
        code: 'seg-other-series',
        where: file.path,
        expected: 'frames on the slices of the series',
        received,
        fix: 'Give the series that the segmentation was made on.',
      }),
    ],
  });
  if (!dicom) return misfit('a volume without a series');
  const planes = planesOf(grid, dicom);
  const own = new Set(planes.map((plane) => plane.slice));
  const exact = own.size === grid.size[2];
  // Slices of an uneven series that no plane is on show the plane nearest to them.
  const shownBy = Array.from({ length: grid.size[2] }, (_, slice) =>
    planes.reduce((best, plane, index) => (Math.abs(plane.slice - slice) < Math.abs(planes[best].slice - slice) ? index : best), 0),
  );
  const slicesOf = (plane: number): number[] =>
    shownBy.flatMap((shown, slice) => (planes[shown].slice === planes[plane].slice ? [slice] : []));
  const [nx, ny] = grid.size;
  const [cx, cy] = canonical.volume.grid.size;
  const strides = [1, cx, cx * cy] as const;
  // canonical axis a runs along source axis map.source[a], so a source index is turned back axis by axis
  const canonicalOffset = (index: readonly [number, number, number]): number => {
    let offset = 0;
    canonical.map.source.forEach((axis, to) => {
      offset += strides[to] * (canonical.map.flipped[to] ? grid.size[axis] - 1 - index[axis] : index[axis]);
    });
    return offset;
  };
  const found = new Map<number, number[]>();
  let problem: string | null = null;
  const { segmentation, issues } = await readSegmentationFrames(file, (frame: SegmentationFrame) => {
    if (problem) return;
    if (frame.rows !== dicom.rows || frame.columns !== dicom.columns) problem = `frames of ${frame.columns} x ${frame.rows} pixels`;
    else if (frame.orientation.some((value, at) => Math.abs(value - dicom.orientation[at]) > SAME_COSINE))
      problem = 'frames in another direction';
    else if (frame.spacingMm.some((value, at) => Math.abs(value - grid.spacingMm[at]) > SAME_SPACING_MM))
      problem = 'frames of another pixel size';
    if (problem) return;
    const at = patientToIndex(grid, frame.positionMm);
    const near = planes.reduce(
      (best, plane, index) => (gap(plane.positionMm, frame.positionMm) < gap(planes[best].positionMm, frame.positionMm) ? index : best),
      0,
    );
    const plane = planes[near];
    if (gap(plane.positionMm, frame.positionMm) > SAME_PLANE * Math.min(...grid.spacingMm)) {
      problem = `a frame at slice ${at[2].toFixed(2)} of the series`;
      return;
    }
    const slices = slicesOf(near);
    for (let n = 0; n < frame.pixels.length; n++) {
      const pixel = frame.pixels[n];
      const [i, j] = [(pixel % frame.columns) + plane.shift[0], Math.floor(pixel / frame.columns) + plane.shift[1]];
      if (i < 0 || j < 0 || i >= nx || j >= ny) continue;
      const offsets = found.get(frame.segments[n]) ?? [];
      if (offsets.length === 0) found.set(frame.segments[n], offsets);
      for (const slice of slices) offsets.push(canonicalOffset([i, j, slice]));
    }
  });
  if (!segmentation) return { placed: null, issues };
  if (problem) return misfit(problem);
  const voxels = new Map(
    [...found].sort(([a], [b]) => a - b).map(([segment, offsets]) => [segment, Int32Array.from(new Set(offsets)).sort()]),
  );
  return { placed: { segmentation, voxels, exact }, issues };
}

const gap = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
