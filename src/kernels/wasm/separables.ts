import { applySeparable, checkBands, separablePasses } from '../separable/index.ts';
import type { Band } from '../types.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';

const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** One thread: the grids are too small for a second one to be worth waking. */
export function fastSeparable(engine: Engine, values: Float32Array, bands: readonly [Band, Band, Band]): Float32Array {
  checkBands(values, bands);
  const passes = separablePasses(bands);
  const outputs = passes.map(({ axis, outer, inner }) => outer * inner * bands[axis].outputs);
  const most = align(4 * Math.max(values.length, ...outputs));
  const tables = bands.map((band) => align(band.first.byteLength) + align(band.weight.byteLength));
  return withBlocks(
    engine.memory,
    (take) => {
      // One block for everything: two arrays in turn, then the tables.
      let from = take(2 * most + tables[0] + tables[1] + tables[2]);
      let into = from + most;
      let table = into + most;
      engine.memory.f32(from, values.length).set(values);
      for (const { axis, outer, inner } of passes) {
        const band = bands[axis];
        const weights = table + align(band.first.byteLength);
        engine.memory.i32(table, band.first.length).set(band.first);
        engine.memory.f32(weights, band.weight.length).set(band.weight);
        engine.run('applyBand', {
          args: [from, into, outer, inner, band.inputs, band.outputs, band.width, table, weights, outer],
          chunks: 1,
        });
        table = weights + align(band.weight.byteLength);
        [from, into] = [into, from];
      }
      return engine.memory.f32(from, outputs[2]).slice();
    },
    () => applySeparable(values, bands),
  );
}
