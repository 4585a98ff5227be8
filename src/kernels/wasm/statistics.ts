import { fitsSize } from '../mask/index.ts';
import { type ComponentStatistics, componentStatistics } from '../measure/index.ts';
import type { Components } from '../types.ts';
import type { Engine } from './engine.ts';
import { withBlocks } from './memory.ts';

/** Bytes and words of an accumulator: sum, sum of squares (64 bits each), minimum, maximum (32 each). */
const ENTRY_BYTES = 24;
const ENTRY_WORDS = 6;

const wide = (words: Int32Array, at: number): number => words[at + 1] * 2 ** 32 + (words[at] >>> 0);

/** Voxels outside the kernels' memory are read where they are, by the plain twin: copying them would cost more. */
export function fastStatistics(engine: Engine, voxels: Int16Array, components: Components): ComponentStatistics {
  fitsSize(voxels, components.size);
  const own = engine.memory.addressOf(voxels);
  const runs = components.row.length;
  if (own === null || runs === 0) return componentStatistics(voxels, components);
  const { count } = components;
  return withBlocks(
    engine.memory,
    (take) => {
      const columns = [components.row, components.start, components.end, components.label].map((column) => {
        const address = take(column.byteLength);
        engine.memory.i32(address, runs).set(column);
        return address;
      });
      const tableBytes = Math.ceil((count * ENTRY_BYTES) / 64) * 64;
      const tables = take(tableBytes * engine.threads);
      for (let thread = 0; thread < engine.threads; thread++) {
        const words = engine.memory.i32(tables + thread * tableBytes, count * ENTRY_WORDS).fill(0);
        for (let at = 4; at < words.length; at += ENTRY_WORDS) {
          words[at] = 32767;
          words[at + 1] = -32768;
        }
      }
      const share = engine.share(runs, 4096);
      const args = [own, components.size[0], runs, share, ...columns, tables, tableBytes];
      engine.run('statistics', { args, chunks: Math.ceil(runs / share) });
      const result = {
        sum: new Float64Array(count),
        sumOfSquares: new Float64Array(count),
        minimum: new Int16Array(count).fill(32767),
        maximum: new Int16Array(count).fill(-32768),
      };
      for (let thread = 0; thread < engine.threads; thread++) {
        const words = engine.memory.i32(tables + thread * tableBytes, count * ENTRY_WORDS);
        for (let component = 0, at = 0; component < count; component++, at += ENTRY_WORDS) {
          result.sum[component] += wide(words, at);
          result.sumOfSquares[component] += wide(words, at + 2);
          result.minimum[component] = Math.min(result.minimum[component], words[at + 4]);
          result.maximum[component] = Math.max(result.maximum[component], words[at + 5]);
        }
      }
      return result;
    },
    () => componentStatistics(voxels, components),
  );
}
