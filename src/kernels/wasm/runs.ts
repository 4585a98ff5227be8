import { sameSize, tailBits } from '../mask/index.ts';
import { fillMaskHoles, labelComponents, reconstructMask } from '../runs/index.ts';
import type { BitMask, Components, Connectivity } from '../types.ts';
import type { Engine } from './engine.ts';
import { maskIn, maskOut } from './masks.ts';
import { withBlocks } from './memory.ts';

interface JoinedRuns {
  readonly words: number;
  readonly runs: number;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  /** Root of each run. */
  readonly parent: number;
  /** The control block's arguments, for operations that go on from here. */
  readonly args: readonly number[];
  readonly rowChunks: number;
}

/** Extracts runs of the mask, or of its complement, and joins them: slabs in parallel, then the seams. */
function joinRuns(
  engine: Engine,
  mask: BitMask,
  options: { connectivity: Connectivity; complement: boolean; volume: boolean },
  take: (bytes: number) => number,
): JoinedRuns {
  const [nx, ny, nz] = mask.size;
  const rows = ny * nz;
  const words = maskIn(engine, mask, take);
  const rowFirst = take((rows + 1) * 4);
  const rowShare = engine.share(rows, 512);
  const rowChunks = Math.ceil(rows / rowShare);
  const counting = [words, mask.wordsPerRow, rows, tailBits(nx), rowFirst, rowShare, options.complement ? 1 : 0];
  engine.run('countRuns', { args: counting, chunks: rowChunks });
  const runs = engine.exports.prefixRuns(rowFirst, rows);
  const [start, end, row, parent] = [0, 1, 2, 3].map(() => take(runs * 4));
  const filling = [...counting, nx, start, end, row, parent];
  engine.run('fillRuns', { args: filling, chunks: rowChunks });
  const sliceShare = engine.share(nz, 4);
  const args = [...filling, ny, options.connectivity, nz, sliceShare, options.volume ? 1 : 0];
  engine.run('linkRuns', { args, chunks: Math.ceil(nz / sliceShare) });
  engine.exports.linkSeams(runs);
  return { words, runs, start, end, row, parent, args, rowChunks };
}

/** Sets, in a mask at `destination`, the runs whose root's mark equals `wanted`. */
function paint(engine: Engine, joined: JoinedRuns, options: { destination: number; marks: number; wanted: 0 | 1 }): void {
  engine.run('paintRuns', { args: [...joined.args, options.destination, options.marks, options.wanted], chunks: joined.rowChunks });
}

function marksFor(engine: Engine, joined: JoinedRuns, take: (bytes: number) => number): number {
  const marks = take(joined.runs);
  engine.memory.u8(marks, joined.runs).fill(0);
  return marks;
}

export function fastComponents(engine: Engine, mask: BitMask, options: { connectivity: Connectivity }): Components {
  return withBlocks(
    engine.memory,
    (take) => {
      const { runs, start, end, row, parent } = joinRuns(engine, mask, { ...options, complement: false, volume: true }, take);
      const count = engine.exports.numberRoots(parent, runs);
      const voxels = take(count * 4);
      const bounds = take(count * 24);
      engine.exports.describe(count, runs, mask.size[1], parent, row, start, end, voxels, bounds);
      const out = (address: number, length: number): Int32Array => engine.memory.i32(address, length).slice();
      return {
        size: mask.size,
        count,
        row: out(row, runs),
        start: out(start, runs),
        end: out(end, runs),
        label: out(parent, runs),
        voxels: out(voxels, count),
        bounds: out(bounds, 6 * count),
      };
    },
    () => labelComponents(mask, options),
  );
}

export function fastReconstruct(engine: Engine, seed: BitMask, mask: BitMask, options: { connectivity: Connectivity }): BitMask {
  sameSize(seed, mask);
  return withBlocks(
    engine.memory,
    (take) => {
      const joined = joinRuns(engine, mask, { ...options, complement: false, volume: true }, take);
      const marks = marksFor(engine, joined, take);
      engine.exports.markSeeded(joined.runs, marks, maskIn(engine, seed, take), mask.wordsPerRow);
      engine.memory.u32(joined.words, mask.words.length).fill(0);
      paint(engine, joined, { destination: joined.words, marks, wanted: 1 });
      return maskOut(engine, mask, joined.words);
    },
    () => reconstructMask(seed, mask, options),
  );
}

export function fastFillHoles(engine: Engine, mask: BitMask, options: { mode: 'slices' | 'volume' }): BitMask {
  const volume = options.mode === 'volume';
  return withBlocks(
    engine.memory,
    (take) => {
      const joined = joinRuns(engine, mask, { connectivity: 6, complement: true, volume }, take);
      const marks = marksFor(engine, joined, take);
      engine.exports.markBorder(joined.runs, marks, ...mask.size, volume ? 1 : 0);
      paint(engine, joined, { destination: joined.words, marks, wanted: 0 });
      return maskOut(engine, mask, joined.words);
    },
    () => fillMaskHoles(mask, options),
  );
}
