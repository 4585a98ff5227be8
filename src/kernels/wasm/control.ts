/**
 * The control block at the bottom of the kernels' memory, in words of 32 bits; src/kernels/assembly/control.ts keeps
 * the same numbers in bytes.
 */
export const CONTROL_WORDS = 1024;
/** Counts up with every operation; workers sleep on it. Negative: closed. */
export const GENERATION = 0;
export const NEXT = 16;
export const DONE = 32;
/** Set by a worker whose code trapped. */
export const FAILED = 40;
export const OPERATION = 48;
export const ARGUMENTS = 64;
/** Chunks run by each thread, one counter per {@link COUNTER_STEP} words. */
export const COUNTERS = 256;
export const COUNTER_STEP = 16;
export const MOST_THREADS = 32;

/** What `work` in src/kernels/assembly/index.ts runs for each number. */
export const OPERATIONS = {
  threshold: 1,
  dilate: 2,
  countRuns: 3,
  fillRuns: 4,
  linkRuns: 5,
  paintRuns: 6,
  distancePlanes: 7,
  distanceColumns: 8,
  smooth: 9,
  downsample: 10,
  statistics: 11,
} as const;
/** What the main thread calls by itself; counted like the others. */
export type Operation = keyof typeof OPERATIONS | 'separable' | 'shape' | 'deconvolve';

/** What a worker is handed once, at its start. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

/**
 * The whole program of a worker, as text: a worker made from it needs no file, so it runs from source, from a build and
 * from a page alike. `serve(start, ready)` returns when the kernels are closed.
 */
export const WORKER_PROGRAM = `
const serve = ({ module, memory, thread }, ready) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const control = new Int32Array(memory.buffer, 0, ${CONTROL_WORDS});
  ready();
  for (let seen = 0; seen >= 0; ) {
    Atomics.wait(control, ${GENERATION}, seen);
    seen = Atomics.load(control, ${GENERATION});
    if (seen < 0) return;
    try {
      exports.work(thread);
    } catch {
      Atomics.store(control, ${FAILED}, 1);
      Atomics.add(control, ${DONE}, 1);
      Atomics.notify(control, ${DONE});
    }
  }
};
`;
