import { signedWords } from '../mask/index.ts';
import type { BitMask, DistanceField } from '../types.ts';
import { type DistanceOptions, type DistancePlan, planDistance } from './plan.ts';

/** Bit position that no voxel has: further than any grid is long. */
const NONE = 0x3fffffff;

/** Squared x distance of a row's samples to its nearest set voxel, into `out` from `to`. True when the row holds one. */
function rowDistances(
  row: { words: Int32Array; base: number; wpr: number; nx: number },
  plan: DistancePlan,
  out: Float32Array,
  to: number,
): boolean {
  const { words, base, wpr, nx } = row;
  const [count] = plan.size;
  const square = plan.squares[0];
  const cap = plan.capSquared;
  let any = 0;
  for (let word = 0; word < wpr; word++) any |= words[base + word];
  if (any === 0) {
    out.fill(cap, to, to + count);
    return false;
  }
  let x = plan.box.low[0];
  let word = -1;
  let bits = 0;
  let before = -NONE;
  let after = NONE;
  for (let sample = 0; sample < count; sample++, x += plan.step) {
    const mine = x >>> 5;
    if (mine !== word) {
      // Nearest set voxels outside this word: the last one before it, the first one after it.
      for (let seek = word < 0 ? 0 : word; seek < mine; seek++)
        if (words[base + seek] !== 0) before = (seek << 5) + 31 - Math.clz32(words[base + seek]);
      word = mine;
      bits = words[base + word];
      if (after < (word + 1) << 5 || sample === 0) {
        let seek = word + 1;
        while (seek < wpr && words[base + seek] === 0) seek++;
        const ahead = seek < wpr ? words[base + seek] : 0;
        after = seek < wpr ? (seek << 5) + 31 - Math.clz32(ahead & -ahead) : NONE;
      }
    }
    const bit = x & 31;
    const left = bits & (-1 >>> (31 - bit));
    const right = bits >>> bit;
    const down = x - (left !== 0 ? (word << 5) + 31 - Math.clz32(left) : before);
    const up = right !== 0 ? 31 - Math.clz32(right & -right) : after - x;
    const near = down < up ? down : up;
    const value = near <= nx ? square[near] : cap;
    out[to + sample] = value < cap ? value : cap;
  }
  return true;
}

/**
 * One sample of the lower envelope of parabolas at `at`: looks outwards until no parabola further off can be lower, so
 * the cost is the distance itself and the result is the plain minimum, whatever the order.
 */
function envelope(line: Float32Array, where: { at: number; length: number }, square: Float32Array): number {
  const { at, length } = where;
  let best = line[at];
  for (let away = 1; away < length; away++) {
    const added = square[away];
    if (added >= best) break;
    if (at - away >= 0) {
      const candidate = Math.fround(line[at - away] + added);
      if (candidate < best) best = candidate;
    }
    if (at + away < length) {
      const candidate = Math.fround(line[at + away] + added);
      if (candidate < best) best = candidate;
    }
  }
  return best;
}

/** Replaces lines of `source` along its middle axis by their envelope at every step-th place. */
function sweep(
  source: Float32Array,
  shape: { inner: number; length: number; first: number; step: number; samples: number },
  square: Float32Array,
  out: { to: Float32Array; base: number; stride: number },
): void {
  const { inner, length, first, step, samples } = shape;
  const line = new Float32Array(length);
  for (let a = 0; a < inner; a++) {
    for (let at = 0; at < length; at++) line[at] = source[a + inner * at];
    for (let b = 0; b < samples; b++) out.to[out.base + a + out.stride * b] = envelope(line, { at: first + b * step, length }, square);
  }
}

/**
 * Exact Euclidean distance, axis by axis (Felzenszwalb and Huttenlocher, Theory of Computing 2012,
 * doi 10.4086/toc.2012.v008a019). Squares and sums are float32, so both implementations agree to the bit. The values do
 * not depend on the box: set voxels of the whole mask within the cap count. Peak scratch: one float32 per sample of a
 * slice and full-resolution slice of the box grown by the cap.
 */
export function distanceField(mask: BitMask, options: DistanceOptions): DistanceField {
  const plan = planDistance(mask, options);
  const [nx, ny] = mask.size;
  const [bx, by, bz] = plan.size;
  const words = signedWords(mask);
  const wpr = mask.wordsPerRow;
  const height = plan.rows.high - plan.rows.low + 1;
  const depth = plan.slices.high - plan.slices.low + 1;
  const slice = new Float32Array(bx * height);
  const stack = new Float32Array(bx * by * depth);
  for (let k = 0; k < depth; k++) {
    let any = false;
    for (let j = 0; j < height; j++) {
      const base = (plan.rows.low + j + ny * (plan.slices.low + k)) * wpr;
      if (rowDistances({ words, base, wpr, nx }, plan, slice, j * bx)) any = true;
    }
    if (!any) stack.fill(plan.capSquared, k * bx * by, (k + 1) * bx * by);
    else
      sweep(slice, { inner: bx, length: height, first: plan.box.low[1] - plan.rows.low, step: plan.step, samples: by }, plan.squares[1], {
        to: stack,
        base: k * bx * by,
        stride: bx,
      });
  }
  const mm = new Float32Array(bx * by * bz);
  const rows = new Float32Array(bx * depth);
  for (let b = 0; b < by; b++) {
    for (let k = 0; k < depth; k++) rows.set(stack.subarray((k * by + b) * bx, (k * by + b + 1) * bx), k * bx);
    sweep(rows, { inner: bx, length: depth, first: plan.box.low[2] - plan.slices.low, step: plan.step, samples: bz }, plan.squares[2], {
      to: mm,
      base: b * bx,
      stride: bx * by,
    });
  }
  for (let at = 0; at < mm.length; at++) mm[at] = mm[at] >= plan.capSquared ? plan.capMm : Math.sqrt(mm[at]);
  return { box: plan.box, step: plan.step, size: plan.size, mm };
}
