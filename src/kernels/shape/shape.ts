import { applySeparable, checkBands } from '../separable/index.ts';
import type { DeconvolveInput, ShapeInput, ShapeModel } from '../types.ts';

const LANES = 4;

/** clamp(0.5 + (field - level) * slope, 0, 1) in float32; the sum runs in four lanes, as the compiled twin's does. */
function drawShape(input: { field: Float32Array; slope: Float32Array; level: number }, out: Float32Array): number {
  const { field, slope } = input;
  const level = Math.fround(input.level);
  const sums = new Float64Array(LANES);
  for (let n = 0; n < out.length; n++) {
    const value = Math.fround(Math.fround(Math.fround(field[n] - level) * slope[n]) + 0.5);
    out[n] = value < 0 ? 0 : value > 1 ? 1 : value;
    sums[n & (LANES - 1)] += out[n];
  }
  return sums[0] + sums[2] + (sums[1] + sums[3]);
}

/** Shapes cut from a field at a level, seen through the bands. */
export function withShapeModel<T>(input: ShapeInput, use: (model: ShapeModel) => T): T {
  checkBands(input.field, input.bands);
  const occupancy = new Float32Array(input.field.length);
  const { contrast, region } = input;
  return use({
    score(level) {
      const cells = drawShape({ ...input, level }, occupancy);
      const seen = applySeparable(occupancy, input.bands);
      let product = 0;
      let power = 0;
      for (let n = 0; n < seen.length; n++) {
        if (region[n] === 0) continue;
        product += seen[n] * contrast[n];
        power += seen[n] * seen[n];
      }
      return { cells, product, power };
    },
    occupancy: () => occupancy.slice(),
  });
}

/** Richardson-Lucy iterations (Richardson 1972, doi 10.1364/JOSA.62.000055; Lucy 1974, doi 10.1086/111605). */
export function deconvolve(input: DeconvolveInput): Float32Array {
  const { contrast, region, forward, backward, iterations } = input;
  const floor = Math.fround(input.floor);
  checkBands(input.start, forward);
  const estimate = input.start.map((value) => Math.max(value, floor));
  const norm = applySeparable(Float32Array.from(region), backward);
  const ratio = new Float32Array(contrast.length);
  for (let turn = 0; turn < iterations; turn++) {
    const seen = applySeparable(estimate, forward);
    for (let n = 0; n < ratio.length; n++) ratio[n] = region[n] === 0 ? 0 : Math.max(0, contrast[n]) / Math.max(seen[n], floor);
    const back = applySeparable(ratio, backward);
    for (let n = 0; n < estimate.length; n++) estimate[n] = norm[n] > floor ? Math.fround(Math.fround(estimate[n] * back[n]) / norm[n]) : 0;
  }
  return estimate;
}
