import { applySeparable, checkBands, separablePasses } from '../separable/index.ts';
import type { Band } from '../types.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';

type Bands = readonly [Band, Band, Band];
type Take = (bytes: number) => number;

/** Words of a pass in the table that `separable` reads. */
const PASS_WORDS = 9;
const lengthOf = (bands: Bands, side: 'inputs' | 'outputs'): number => bands[0][side] * bands[1][side] * bands[2][side];

/** Bands laid out in memory once, to be applied many times; `from` and `into` are addresses of float32 arrays. */
interface PlacedBands {
  apply(from: number, into: number): void;
}

export function placeBands(engine: Engine, bands: Bands, take: Take): PlacedBands {
  const passes = separablePasses(bands);
  const table = take(PASS_WORDS * 3 * 4);
  const words = engine.memory.u32(table, PASS_WORDS * 3);
  let between = 0;
  for (const { axis, outer, inner } of passes) between = Math.max(between, outer * inner * bands[axis].outputs);
  const [one, other] = [take(4 * between), take(4 * between)];
  passes.forEach(({ axis, outer, inner }, at) => {
    const band = bands[axis];
    const first = take(band.first.byteLength);
    const weight = take(band.weight.byteLength);
    engine.memory.i32(first, band.first.length).set(band.first);
    engine.memory.f32(weight, band.weight.length).set(band.weight);
    words.set(
      [[0, one, other][at], [one, other, 0][at], outer, inner, band.inputs, band.outputs, band.width, first, weight],
      at * PASS_WORDS,
    );
  });
  return {
    apply(from, into) {
      words[0] = from;
      words[2 * PASS_WORDS + 1] = into;
      engine.exports.separable(table);
    },
  };
}

/** One thread: the grids are too small for a second one to be worth waking. */
export function fastSeparable(engine: Engine, values: Float32Array, bands: Bands): Float32Array {
  checkBands(values, bands);
  return withBlocks(
    engine.memory,
    (take) => {
      engine.note('separable');
      const placed = placeBands(engine, bands, take);
      const from = take(values.byteLength);
      const outputs = lengthOf(bands, 'outputs');
      const into = take(4 * outputs);
      engine.memory.f32(from, values.length).set(values);
      placed.apply(from, into);
      return engine.memory.f32(into, outputs).slice();
    },
    () => applySeparable(values, bands),
  );
}
