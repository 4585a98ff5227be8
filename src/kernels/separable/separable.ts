import type { Vector3 } from '../../core/index.ts';
import type { Band } from '../types.ts';

/** The transposed map: what each output says to the inputs that made it. */
export function transposeBand(band: Band): Band {
  const { inputs, outputs, width, first, weight } = band;
  const from = new Int32Array(inputs).fill(outputs);
  const to = new Int32Array(inputs).fill(-1);
  for (let v = 0; v < outputs; v++)
    for (let t = 0; t < width; t++) {
      const input = first[v] + t;
      if (weight[v * width + t] === 0) continue;
      if (v < from[input]) from[input] = v;
      if (v > to[input]) to[input] = v;
    }
  let widest = 1;
  for (let input = 0; input < inputs; input++) widest = Math.max(widest, to[input] - from[input] + 1);
  const turned = new Float32Array(inputs * widest);
  for (let input = 0; input < inputs; input++) {
    from[input] = Math.max(0, Math.min(from[input], outputs - widest));
    for (let t = 0; t < widest; t++) {
      const at = input - first[from[input] + t];
      if (at >= 0 && at < width) turned[input * widest + t] = weight[(from[input] + t) * width + at];
    }
  }
  return { inputs: outputs, outputs: inputs, width: widest, first: from, weight: turned };
}

/** Shape of one pass: `outer` blocks of band.inputs lines of `inner` values. */
interface Pass {
  readonly axis: 0 | 1 | 2;
  readonly outer: number;
  readonly inner: number;
}

/** The order of the axes that keeps the arrays between them small: k first when shrinking, i first when growing. */
export function separablePasses(bands: readonly [Band, Band, Band]): Pass[] {
  const size = bands.map((band) => band.inputs);
  const grows = bands.reduce((ratio, band) => (ratio * band.outputs) / band.inputs, 1) > 1;
  const order = grows ? ([0, 1, 2] as const) : ([2, 1, 0] as const);
  return order.map((axis) => {
    const inner = size.slice(0, axis).reduce((a, b) => a * b, 1);
    const outer = size.slice(axis + 1).reduce((a, b) => a * b, 1);
    size[axis] = bands[axis].outputs;
    return { axis, outer, inner };
  });
}

function applyBand(from: Float32Array, pass: Pass, band: Band): Float32Array {
  const { outer, inner } = pass;
  const { inputs, outputs, width, first, weight } = band;
  const into = new Float32Array(outer * outputs * inner);
  for (let o = 0; o < outer; o++)
    for (let v = 0; v < outputs; v++) {
      const write = (o * outputs + v) * inner;
      for (let t = 0; t < width; t++) {
        const w = weight[v * width + t];
        const read = (o * inputs + first[v] + t) * inner;
        for (let n = 0; n < inner; n++) into[write + n] = Math.fround(into[write + n] + Math.fround(w * from[read + n]));
      }
    }
  return into;
}

/** @throws RangeError when the values do not fill the bands' inputs: a caller's bug. */
export function checkBands(values: Float32Array, bands: readonly [Band, Band, Band]): Vector3 {
  if (values.length !== bands[0].inputs * bands[1].inputs * bands[2].inputs)
    throw new RangeError(`${values.length} values do not fill ${bands.map((band) => band.inputs).join(' x ')}`);
  return bands.map((band) => band.outputs) as unknown as Vector3;
}

/** One banded map per axis; sums are float32, in order of the inputs, so both implementations agree to the bit. */
export function applySeparable(values: Float32Array, bands: readonly [Band, Band, Band]): Float32Array {
  checkBands(values, bands);
  return separablePasses(bands).reduce((from, pass) => applyBand(from, pass, bands[pass.axis]), values);
}
