import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { outline } from '../../../src/report/index.ts';
import { LAYOUT, type PlaneName, planeShape, sampleOf } from './planes.ts';

/** A lesion as it is drawn. */
export interface Overlay {
  readonly id: string;
  /** Written beside it: its number in the list. */
  readonly name: string;
  readonly colour: string;
  /** Grid offsets, ascending. */
  readonly voxels: Int32Array;
  readonly selected: boolean;
  /** Rejected lesions are drawn dotted. */
  readonly rejected: boolean;
}

/** What a lesion leaves on one slice, in plane samples. */
export interface SliceShape {
  readonly edge: Path2D;
  readonly fill: Path2D;
  readonly right: number;
  readonly top: number;
}

type BySlice = Map<number, number[]>;
const buckets = new WeakMap<Int32Array, Partial<Record<PlaneName, BySlice>>>();
const shapes = new WeakMap<Int32Array, Map<string, SliceShape | null>>();

/** A lesion's samples by slice of a plane, as y * width + x. Kept with the voxel list: lists never change, edits make new ones. */
export function samplesBySlice(grid: Grid, plane: PlaneName, voxels: Int32Array): BySlice {
  const known = buckets.get(voxels) ?? {};
  buckets.set(voxels, known);
  const there = known[plane];
  if (there) return there;
  const [nx, ny] = grid.size;
  const { through } = LAYOUT[plane];
  const { width } = planeShape(grid, plane);
  const found: BySlice = new Map();
  for (const offset of voxels) {
    const index: Vector3 = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
    const { x, y } = sampleOf(grid, plane, index);
    const list = found.get(index[through]);
    if (list) list.push(y * width + x);
    else found.set(index[through], [y * width + x]);
  }
  known[plane] = found;
  return found;
}

/** Edge and fill of a lesion on a slice, or null when it is not met. The edge runs just outside, so that it hides none of it. */
export function shapeOnSlice(grid: Grid, plane: PlaneName, slice: number, voxels: Int32Array): SliceShape | null {
  const known = shapes.get(voxels) ?? new Map<string, SliceShape | null>();
  shapes.set(voxels, known);
  const key = `${plane} ${slice}`;
  const there = known.get(key);
  if (there !== undefined) return there;
  const samples = samplesBySlice(grid, plane, voxels).get(slice);
  const shape = samples ? shapeOf(samples, planeShape(grid, plane).width) : null;
  known.set(key, shape);
  return shape;
}

function shapeOf(samples: readonly number[], planeWidth: number): SliceShape {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY, -1];
  for (const sample of samples) {
    const x = sample % planeWidth;
    const y = (sample - x) / planeWidth;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const width = right - left + 1;
  const height = bottom - top + 1;
  const inside = new Uint8Array(width * height);
  for (const sample of samples) {
    const x = sample % planeWidth;
    inside[((sample - x) / planeWidth - top) * width + x - left] = 1;
  }
  const edge = new Path2D();
  for (const { from, to } of outline({ width, height, inside })) {
    edge.moveTo(left + from.x + 0.5, top + from.y + 0.5);
    edge.lineTo(left + to.x + 0.5, top + to.y + 0.5);
  }
  const fill = new Path2D();
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!inside[y * width + x]) continue;
      const first = x;
      while (x + 1 < width && inside[y * width + x + 1]) x++;
      fill.rect(left + first, top + y, x - first + 1, 1);
    }
  return { edge, fill, right: right + 1, top };
}

/** The lesion that holds a voxel, or null. */
export function lesionAt(overlays: readonly Pick<Overlay, 'id' | 'voxels'>[], size: Vector3, index: Vector3): string | null {
  const offset = index[0] + size[0] * (index[1] + size[1] * index[2]);
  for (const { voxels, id } of overlays) {
    let low = 0;
    let high = voxels.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (voxels[middle] === offset) return id;
      if (voxels[middle] < offset) low = middle + 1;
      else high = middle - 1;
    }
  }
  return null;
}
