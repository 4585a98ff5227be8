import * as control from './control.ts';
import type { KernelMemory } from './memory.ts';

/** The functions that one thread calls directly; addresses are bytes. */
interface Exports {
  work(thread: number): void;
  prefixRuns(rowFirst: number, rows: number): number;
  linkSeams(runs: number): void;
  numberRoots(parent: number, runs: number): number;
  describe(...args: readonly number[]): void;
  markBorder(...args: readonly number[]): void;
  markSeeded(...args: readonly number[]): void;
  separable(table: number): void;
  drawShape(field: number, slope: number, level: number, out: number, count: number): number;
  scoreShape(...args: readonly number[]): void;
  ratioOf(...args: readonly number[]): void;
  raiseEstimate(...args: readonly number[]): void;
}

/** Chunks that all threads have run so far: by thread, and by operation. */
export interface Counters {
  readonly chunksByThread: readonly number[];
  readonly callsByOperation: Readonly<Record<control.Operation, number>>;
}

export interface Engine {
  readonly memory: KernelMemory;
  readonly threads: number;
  readonly exports: Exports;
  /**
   * Runs chunks 0 .. chunks - 1 of an operation on all threads and returns when all are done. `args` are words for the
   * control block; numbers in `floats` (by position) are written as float32 over them.
   */
  run(
    operation: keyof typeof control.OPERATIONS,
    job: { args: readonly number[]; floats?: Readonly<Record<number, number>>; chunks: number },
  ): void;
  /** Notes a call of what the main thread does by itself. */
  note(operation: control.Operation): void;
  /** Length of a chunk so that every thread gets a few; at least `least`. */
  share(length: number, least: number): number;
  counters(): Counters;
}

/** Chunks per thread: enough that one slow thread does not hold up the end. */
const CHUNKS_PER_THREAD = 4;
/** How long a wait lasts before it looks again, ms. */
const WAIT_MS = 10;

export function createEngine(options: { memory: KernelMemory; module: WebAssembly.Module; threads: number }): Engine {
  const { memory, threads } = options;
  const instance = new WebAssembly.Instance(options.module, { env: { memory: memory.memory } });
  const exports = instance.exports as unknown as Exports;
  const words = new Int32Array(memory.memory.buffer, 0, control.CONTROL_WORDS);
  const floatWords = new Float32Array(memory.memory.buffer, 0, control.CONTROL_WORDS);
  const names = [...Object.keys(control.OPERATIONS), 'separable', 'shape', 'deconvolve'];
  const calls = Object.fromEntries(names.map((name) => [name, 0])) as Record<control.Operation, number>;
  let maySleep = memory.shared;

  const settle = (chunks: number): void => {
    for (let done = Atomics.load(words, control.DONE); done < chunks; done = Atomics.load(words, control.DONE)) {
      if (!maySleep) continue;
      try {
        Atomics.wait(words, control.DONE, done, WAIT_MS);
      } catch {
        // A page's main thread may not sleep: it looks again at once.
        maySleep = false;
      }
    }
  };

  return {
    memory,
    threads,
    exports,
    run(operation, { args, floats, chunks }) {
      if (chunks <= 0) return;
      calls[operation]++;
      for (let at = 0; at < args.length; at++) words[control.ARGUMENTS + at] = args[at];
      for (const at in floats) floatWords[control.ARGUMENTS + Number(at)] = floats[Number(at)];
      words[control.OPERATION] = control.OPERATIONS[operation];
      Atomics.store(words, control.DONE, 0);
      // Last: from here on any thread may take a chunk.
      Atomics.store(words, control.NEXT, chunks);
      if (threads > 1 && chunks > 1) {
        Atomics.add(words, control.GENERATION, 1);
        Atomics.notify(words, control.GENERATION);
      }
      exports.work(0);
      settle(chunks);
      if (Atomics.load(words, control.FAILED) !== 0) throw new Error(`a kernel worker failed in ${operation}`);
    },
    note: (operation) => {
      calls[operation]++;
    },
    share: (length, least) => Math.max(least, Math.ceil(length / (threads === 1 ? 1 : threads * CHUNKS_PER_THREAD))),
    counters: () => ({
      chunksByThread: Array.from({ length: threads }, (_, thread) => words[control.COUNTERS + thread * control.COUNTER_STEP]),
      callsByOperation: { ...calls },
    }),
  };
}
