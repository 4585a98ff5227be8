import type { Coordinates } from './structure.ts';

/** Step and smoothing of the table, mm: finer than the blur of any body scan, so that an edge keeps its width. */
const BIN_MM = 0.3;
const SMOOTH_MM = 0.3;
/** Weight at which a table entry counts as much as the value that stands in for it. */
const HALF_TRUST = 0.3;

export interface ProfileInput {
  readonly values: Float32Array;
  readonly known: Uint8Array;
  /** How much a voxel counts; 0 beyond reach. */
  readonly weight: Float32Array;
  readonly coordinates: Coordinates;
  /** What stands in where no known voxel shares the coordinates. */
  readonly otherwise: Float32Array;
  /** 1 where the answer is wanted. */
  readonly asked: Uint8Array;
}

/**
 * Tissue that is the same wherever the coordinates are: the known voxels' weighted mean by coordinates, read back where
 * it is asked for. Elsewhere, and out of reach, `otherwise` stands.
 */
export function profileOf(input: ProfileInput): Float32Array {
  const { values, known, weight, asked } = input;
  const { dimensions, at: places } = input.coordinates;
  const out = input.otherwise.slice();
  const [lowA, across] = span(places, { first: 0, dimensions, weight });
  const [lowB, down] = dimensions === 2 ? span(places, { first: 1, dimensions, weight }) : [0, 1];
  if (across === 0) return out;
  let sums: Float64Array = new Float64Array(across * (down + 1));
  let weights: Float64Array = new Float64Array(across * (down + 1));
  for (let n = 0; n < values.length; n++) {
    if (known[n] === 0 || weight[n] === 0) continue;
    const a = (places[dimensions * n] - lowA) / BIN_MM;
    const b = dimensions === 2 ? (places[2 * n + 1] - lowB) / BIN_MM : 0;
    const i = Math.floor(a);
    const j = Math.floor(b);
    const right = weight[n] * (a - i);
    const left = weight[n] - right;
    const to = i + across * j;
    const under = b - j;
    const value = values[n];
    sums[to] += left * (1 - under) * value;
    weights[to] += left * (1 - under);
    sums[to + 1] += right * (1 - under) * value;
    weights[to + 1] += right * (1 - under);
    if (under === 0) continue;
    sums[to + across] += left * under * value;
    weights[to + across] += left * under;
    sums[to + across + 1] += right * under * value;
    weights[to + across + 1] += right * under;
  }
  sums = smooth(sums, across);
  weights = smooth(weights, across);
  for (let n = 0; n < values.length; n++) {
    if (asked[n] === 0 || weight[n] === 0) continue;
    const a = (places[dimensions * n] - lowA) / BIN_MM;
    const b = dimensions === 2 ? (places[2 * n + 1] - lowB) / BIN_MM : 0;
    const i = Math.floor(a);
    const j = Math.floor(b);
    const right = a - i;
    const under = b - j;
    const from = i + across * j;
    const read = (table: Float64Array): number =>
      (1 - under) * ((1 - right) * table[from] + right * table[from + 1]) +
      (under === 0 ? 0 : under * ((1 - right) * table[from + across] + right * table[from + across + 1]));
    out[n] = (HALF_TRUST * out[n] + read(sums)) / (HALF_TRUST + read(weights));
  }
  return out;
}

/** Lowest coordinate within reach and the bins that hold them all; no bins when nothing is within reach. */
function span(places: Float32Array, of: { first: number; dimensions: number; weight: Float32Array }): [number, number] {
  const { first, dimensions, weight } = of;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < weight.length; n++) {
    if (weight[n] === 0) continue;
    const place = places[dimensions * n + first];
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return high >= low ? [low, Math.ceil((high - low) / BIN_MM) + 2] : [0, 0];
}

const REACH = Math.ceil((3 * SMOOTH_MM) / BIN_MM);
const TAPS = Float64Array.from({ length: 2 * REACH + 1 }, (_, n) => Math.exp(-0.5 * (((n - REACH) * BIN_MM) / SMOOTH_MM) ** 2));

/** Gaussian along rows and, where there are several, columns; nothing lies outside. */
function smooth(table: Float64Array, across: number): Float64Array {
  const down = table.length / across;
  const rows = new Float64Array(table.length);
  for (let j = 0; j < down; j++)
    for (let i = 0; i < across; i++) {
      const last = Math.min(REACH, across - 1 - i);
      let sum = 0;
      for (let n = -Math.min(REACH, i); n <= last; n++) sum += TAPS[n + REACH] * table[across * j + i + n];
      rows[across * j + i] = sum;
    }
  // One row of values and one of nothing: no second dimension.
  if (down === 2) return rows;
  const out = new Float64Array(table.length);
  for (let j = 0; j < down; j++) {
    const last = Math.min(REACH, down - 1 - j);
    for (let n = -Math.min(REACH, j); n <= last; n++) {
      const tap = TAPS[n + REACH];
      for (let i = 0; i < across; i++) out[across * j + i] += tap * rows[across * (j + n) + i];
    }
  }
  return out;
}
