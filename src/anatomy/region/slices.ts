import { popcount } from '../../kernels/index.ts';
import type { BitMask } from '../../kernels/types.ts';
import type { Coarse } from '../frame/index.ts';

/** What one coarse slice shows; areas in mm2, lengths in mm. */
export interface SliceProfile {
  readonly bodyMm2: number;
  readonly boneMm2: number;
  readonly lungMm2: number;
  /** Soft tissue enclosed by bone: brain in a skull. */
  readonly enclosedMm2: number;
  /** Bone beyond {@link LATERAL_MM} to either side of the middle of the large pieces. */
  readonly lateralBone: { readonly right: LateralBone; readonly left: LateralBone };
  /** Separate cross-sections of the body, largest first. */
  readonly pieces: readonly SlicePiece[];
}

export interface LateralBone {
  readonly mm2: number;
  readonly centre: readonly [number, number];
}

export interface SlicePiece {
  readonly areaMm2: number;
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
  readonly centre: readonly [number, number];
  /** Separate bone cross-sections of at least 20 mm2, largest first. */
  readonly bonesMm2: readonly number[];
  readonly label: number;
}

/** Hip bones lie further from the middle than vertebrae and their processes. */
const LATERAL_MM = 45;
const LEAST_PIECE_MM2 = 80;
const LEAST_BONE_MM2 = 20;

/** Walks the slices once: separate pieces of body and bone, lung and enclosed areas. `pieceOf` gets each voxel's piece number + 1. */
export function profileSlices(
  coarse: Coarse,
  masks: { body: BitMask; bone: BitMask; lung: BitMask; enclosed: BitMask },
): { slices: SliceProfile[]; pieceOf: Uint8Array } {
  const [nx, ny, nz] = coarse.size;
  const pixel = coarse.spacingMm[0] * coarse.spacingMm[1];
  const pieceOf = new Uint8Array(nx * ny * nz);
  const slices: SliceProfile[] = [];
  for (let k = 0; k < nz; k++) {
    const bodies = label2d(masks.body, k);
    const bones = label2d(masks.bone, k);
    const bonePieces = bones.boxes.map((box) => ({ ...box, piece: -1 }));
    const found = bodies.boxes
      .map((box, n) => ({ ...box, n }))
      .filter((box) => box.pixels * pixel >= LEAST_PIECE_MM2)
      .sort((a, b) => b.pixels - a.pixels || a.n - b.n)
      .slice(0, 250);
    /** Place of each labelled piece among those kept; -1 = none. */
    const rank = new Int32Array(bodies.boxes.length + 1).fill(-1);
    found.forEach((box, order) => {
      rank[box.n + 1] = order;
    });
    const large = found.filter((box) => box.pixels > 0.5 * found[0].pixels);
    const middle = large.length > 0 ? (Math.min(...large.map((box) => box.low[0])) + Math.max(...large.map((box) => box.high[0]))) / 2 : 0;
    const lateral = [newSum(), newSum()];
    let bone = 0;
    const lung = countSlice(masks.lung, k);
    const enclosed = countSlice(masks.enclosed, k);
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        const order = rank[bodies.labels[i + nx * j]];
        if (order >= 0) pieceOf[i + nx * (j + ny * k)] = order + 1;
        if (bones.labels[i + nx * j] > 0) {
          bone++;
          const off = (i - middle) * coarse.spacingMm[0];
          if (order >= 0 && order < large.length && Math.abs(off) > LATERAL_MM) add(lateral[off < 0 ? 0 : 1], i, j);
          if (order >= 0) bonePieces[bones.labels[i + nx * j] - 1].piece = order;
        }
      }
    slices.push({
      bodyMm2: bodies.boxes.reduce((sum, box) => sum + box.pixels, 0) * pixel,
      boneMm2: bone * pixel,
      lungMm2: lung * pixel,
      enclosedMm2: enclosed * pixel,
      lateralBone: { right: lateralBone(lateral[0], pixel), left: lateralBone(lateral[1], pixel) },
      pieces: found.map((box, order) => ({
        areaMm2: box.pixels * pixel,
        low: box.low,
        high: box.high,
        centre: [box.sum[0] / box.pixels, box.sum[1] / box.pixels],
        bonesMm2: bonePieces
          .filter((each) => each.piece === order && each.pixels * pixel >= LEAST_BONE_MM2)
          .map((each) => each.pixels * pixel)
          .sort((a, b) => b - a),
        label: order + 1,
      })),
    });
  }
  return { slices, pieceOf };
}

interface Sum {
  count: number;
  i: number;
  j: number;
}
const newSum = (): Sum => ({ count: 0, i: 0, j: 0 });
const add = (sum: Sum, i: number, j: number): void => {
  sum.count++;
  sum.i += i;
  sum.j += j;
};
const lateralBone = (sum: Sum, pixel: number): LateralBone => ({
  mm2: sum.count * pixel,
  centre: [sum.i / Math.max(1, sum.count), sum.j / Math.max(1, sum.count)],
});

interface Box2d {
  pixels: number;
  low: [number, number];
  high: [number, number];
  sum: [number, number];
}

/** 4-connected components of one slice. */
export function label2d(mask: BitMask, k: number): { labels: Int32Array; boxes: Box2d[] } {
  const [nx, ny] = mask.size;
  // Walked on a grid with a border of its own, so that no step needs a test for the edge.
  const width = nx + 2;
  const state = borderedSlice(mask, k);
  const labels = new Int32Array(nx * ny);
  const boxes: Box2d[] = [];
  const stack = new Int32Array(nx * ny);
  const steps = [1, -1, width, -width];
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const start = i + 1 + width * (j + 1);
      if (state[start] === 0) continue;
      const box: Box2d = { pixels: 0, low: [i, j], high: [i, j], sum: [0, 0] };
      boxes.push(box);
      let top = 0;
      stack[top++] = start;
      state[start] = 0;
      while (top > 0) {
        const at = stack[--top];
        const x = (at % width) - 1;
        const y = Math.floor(at / width) - 1;
        labels[x + nx * y] = boxes.length;
        box.pixels++;
        box.sum[0] += x;
        box.sum[1] += y;
        if (x < box.low[0]) box.low[0] = x;
        if (y < box.low[1]) box.low[1] = y;
        if (x > box.high[0]) box.high[0] = x;
        if (y > box.high[1]) box.high[1] = y;
        for (let n = 0; n < 4; n++) {
          const next = at + steps[n];
          if (state[next] === 0) continue;
          state[next] = 0;
          stack[top++] = next;
        }
      }
    }
  return { labels, boxes };
}

/** One byte per pixel, 1 = set, with a border of zeros. */
function borderedSlice(mask: BitMask, k: number): Uint8Array {
  const [nx, ny] = mask.size;
  const bytes = new Uint8Array((nx + 2) * (ny + 2));
  for (let j = 0; j < ny; j++) {
    const from = (j + ny * k) * mask.wordsPerRow;
    const to = 1 + (nx + 2) * (j + 1);
    for (let w = 0; w < mask.wordsPerRow; w++) {
      let word = mask.words[from + w];
      while (word !== 0) {
        const low = word & -word;
        bytes[to + (w << 5) + 31 - Math.clz32(low)] = 1;
        word ^= low;
      }
    }
  }
  return bytes;
}

/** Set pixels of slice k. */
function countSlice(mask: BitMask, k: number): number {
  const words = mask.wordsPerRow * mask.size[1];
  let count = 0;
  for (let at = words * k; at < words * (k + 1); at++) if (mask.words[at] !== 0) count += popcount(mask.words[at]);
  return count;
}
