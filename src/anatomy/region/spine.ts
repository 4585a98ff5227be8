import type { BitMask } from '../../kernels/types.ts';
import { type Coarse, isSet, setBit } from '../frame/index.ts';

/** The spine's course: centre of the vertebral column in each coarse slice, voxels; null where there is none. */
export interface Spine {
  readonly path: readonly ({ readonly i: number; readonly j: number } | null)[];
}

/** A vertebra fills a box of about this size; sacrum and neck do so in part. */
const BOX_MM = { wide: 44, deep: 56 };
/** How far the column may move sideways from one slice to the next per mm of advance. */
const SLOPE = 1;
/** Least bone within the box for a slice to show a vertebra, mm2. */
const LEAST_BONE_MM2 = 250;
/** The column stays near the middle of the body part; off it the score halves at this share of the part's width. */
const OFF_MIDDLE_SHARE = { whole: 0.11, cutOff: 0.3 };
const STEP = 2;

interface SliceScores {
  readonly columns: number;
  readonly rows: number;
  readonly score: Float32Array;
}

/** Best chain of bone-filled boxes near the middle of the body, by dynamic programming from slice to slice. */
export function findSpine(coarse: Coarse, options: { body: BitMask; bone: BitMask }): Spine {
  const nz = coarse.size[2];
  const scores: SliceScores[] = [];
  for (let k = 0; k < nz; k++) scores.push(scoreSlice(coarse, { ...options, k }));
  const reach = Math.max(1, Math.ceil((SLOPE * coarse.spacingMm[2]) / (STEP * coarse.spacingMm[0])));
  const { columns, rows } = scores[0];
  const best: Float64Array[] = [Float64Array.from(scores[0].score)];
  const from: Int32Array[] = [new Int32Array(columns * rows)];
  for (let k = 1; k < nz; k++) {
    const here = new Float64Array(columns * rows);
    const back = new Int32Array(columns * rows);
    for (let b = 0; b < rows; b++)
      for (let a = 0; a < columns; a++) {
        let top = -1;
        let topAt = 0;
        for (let d = -reach; d <= reach; d++)
          for (let e = -reach; e <= reach; e++) {
            const [pa, pb] = [a + d, b + e];
            if (pa < 0 || pb < 0 || pa >= columns || pb >= rows) continue;
            const value = best[k - 1][pa + columns * pb] - 4 * (d * d + e * e);
            if (value > top) {
              top = value;
              topAt = pa + columns * pb;
            }
          }
        here[a + columns * b] = top + scores[k].score[a + columns * b];
        back[a + columns * b] = topAt;
      }
    best.push(here);
    from.push(back);
  }
  let at = 0;
  for (let n = 1; n < best[nz - 1].length; n++) if (best[nz - 1][n] > best[nz - 1][at]) at = n;
  const path: ({ i: number; j: number } | null)[] = scores.map(() => null);
  for (let k = nz - 1; k >= 0; k--) {
    const bone = scores[k].score[at];
    path[k] = bone >= LEAST_BONE_MM2 / 2 ? { i: STEP * (at % columns), j: STEP * Math.floor(at / columns) } : null;
    at = from[k][at];
  }
  return { path };
}

/** Bone area (mm2) within the vertebra box about each point of a sparse lattice, weighted toward the body's middle. */
function scoreSlice(coarse: Coarse, options: { body: BitMask; bone: BitMask; k: number }): SliceScores {
  const [nx, ny] = coarse.size;
  const { body, bone, k } = options;
  const columns = Math.ceil(nx / STEP);
  const rows = Math.ceil(ny / STEP);
  const integral = new Float64Array((nx + 1) * (ny + 1));
  let low = nx;
  let high = -1;
  for (let j = 0; j < ny; j++) {
    let row = 0;
    for (let i = 0; i < nx; i++) {
      if (isSet(bone, i, j, k)) row++;
      if ((i < low || i > high) && isSet(body, i, j, k)) {
        if (i < low) low = i;
        if (i > high) high = i;
      }
      integral[i + 1 + (nx + 1) * (j + 1)] = row + integral[i + 1 + (nx + 1) * j];
    }
  }
  const score = new Float32Array(columns * rows);
  if (high < low || integral[integral.length - 1] === 0) return { columns, rows, score };
  const middle = (low + high) / 2;
  const cutOff = low === 0 || high === nx - 1;
  const scale = (cutOff ? OFF_MIDDLE_SHARE.cutOff : OFF_MIDDLE_SHARE.whole) * (high - low + 1);
  const halfWide = Math.round(BOX_MM.wide / 2 / coarse.spacingMm[0]);
  const halfDeep = Math.round(BOX_MM.deep / 2 / coarse.spacingMm[1]);
  const pixel = coarse.spacingMm[0] * coarse.spacingMm[1];
  const weight = Float64Array.from({ length: columns }, (_, a) => 2 ** -(((STEP * a - middle) / scale) ** 2));
  for (let b = 0; b < rows; b++) {
    const upper = (nx + 1) * Math.max(0, STEP * b - halfDeep);
    const lower = (nx + 1) * Math.min(ny, STEP * b + halfDeep + 1);
    for (let a = 0; a < columns; a++) {
      const i0 = Math.max(0, STEP * a - halfWide);
      const i1 = Math.min(nx, STEP * a + halfWide + 1);
      const inside = integral[i1 + lower] - integral[i0 + lower] - integral[i1 + upper] + integral[i0 + upper];
      score[a + columns * b] = inside * pixel * weight[a];
    }
  }
  return { columns, rows, score };
}

/** Where vertebral bodies lie: before the column's centre, as wide as a lumbar body. */
const BODY_MM = { half: 28, front: 58, back: 14 };

export function vertebralBodies(coarse: Coarse, spine: Spine): BitMask {
  const [nx, ny, nz] = coarse.size;
  const [sx, sy] = coarse.spacingMm;
  const wordsPerRow = (nx + 31) >> 5;
  const mask: BitMask = { size: coarse.size, wordsPerRow, words: new Uint32Array(wordsPerRow * ny * nz) };
  spine.path.forEach((column, k) => {
    if (column === null) return;
    const middle = column.j - (BODY_MM.front - BODY_MM.back) / 2 / sy;
    const deep = (BODY_MM.front + BODY_MM.back) / 2;
    for (let j = Math.max(0, Math.floor(middle - deep / sy)); j <= Math.min(ny - 1, middle + deep / sy); j++)
      for (let i = Math.max(0, Math.floor(column.i - BODY_MM.half / sx)); i <= Math.min(nx - 1, column.i + BODY_MM.half / sx); i++)
        if ((((i - column.i) * sx) / BODY_MM.half) ** 4 + (((j - middle) * sy) / deep) ** 4 <= 1) setBit(mask, i, j, k);
  });
  return mask;
}
