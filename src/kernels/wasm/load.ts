import { createPlainKernels } from '../plain/index.ts';
import type { Kernels } from '../types.ts';
import { type BallOptions, fastBall } from './balls.ts';
import { CONTROL_WORDS, GENERATION, MOST_THREADS, type WorkerStart } from './control.ts';
import { fastDistance } from './distances.ts';
import { type Counters, createEngine, type Engine } from './engine.ts';
import { SHARED_MODULE, UNSHARED_MODULE } from './kernels.generated.ts';
import { fastThreshold } from './masks.ts';
import { createKernelMemory } from './memory.ts';
import { fastComponents, fastFillHoles, fastReconstruct } from './runs.ts';
import { fastSeparable } from './separables.ts';
import { fastDeconvolve, withFastShape } from './shapes.ts';
import { fastDownsample, fastSmooth, fastSmoothThreshold } from './smoothing.ts';
import { fastStatistics } from './statistics.ts';

/** Starts a thread that runs WORKER_PROGRAM's `serve(start, ready)`; resolves once it is ready. */
export type StartWorker = (start: WorkerStart) => Promise<{ stop(): Promise<void> }>;

/** Kernels with the handles on what is behind them. */
export interface LoadedKernels {
  readonly kernels: Kernels;
  /** What the compiled code has run so far; null for plain kernels. */
  counters(): Counters | null;
  /** Bytes of the kernels' memory held by blocks, now and at most; null for plain kernels. */
  usage(): { readonly current: number; readonly peak: number } | null;
  /** Ends the threads. The kernels must not be used afterwards; voxels handed out stay readable. */
  close(): Promise<void>;
  /** Why fewer threads, or no compiled code, are in use than were asked for; null when nothing was lost. */
  readonly shortfall: string | null;
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function fastKernels(engine: Engine): Kernels {
  const plain = createPlainKernels();
  const ball = (name: 'dilate' | 'erode' | 'close' | 'open') => (mask: Parameters<Kernels['dilate']>[0], options: BallOptions) =>
    fastBall(engine, name, mask, options);
  return {
    // Word-by-word steps on heap masks (and, or, count, select...) are as fast in plain code as a copy in and out.
    ...plain,
    kind: 'wasm',
    threads: engine.threads,
    allocateVoxels(count) {
      const address = engine.memory.allocate(count * 2);
      return address === null ? new Int16Array(count) : engine.memory.i16(address, count).fill(0);
    },
    release(voxels) {
      const address = engine.memory.addressOf(voxels);
      if (address !== null) engine.memory.free(address);
    },
    threshold: (voxels, options) => fastThreshold(engine, voxels, options),
    dilate: ball('dilate'),
    erode: ball('erode'),
    close: ball('close'),
    open: ball('open'),
    fillHoles: (mask, options) => fastFillHoles(engine, mask, options),
    components: (mask, options) => fastComponents(engine, mask, options),
    reconstruct: (seed, mask, options) => fastReconstruct(engine, seed, mask, options),
    distance: (mask, options) => fastDistance(engine, mask, options),
    smooth: (voxels, options) => fastSmooth(engine, voxels, options),
    smoothThreshold: (voxels, options) => fastSmoothThreshold(engine, voxels, options),
    downsample: (voxels, options) => fastDownsample(engine, voxels, options),
    statistics: (voxels, components) => fastStatistics(engine, voxels, components),
    separable: (values, bands) => fastSeparable(engine, values, bands),
    shape: (input, use) => withFastShape(engine, input, use),
    deconvolve: (input) => fastDeconvolve(engine, input),
  };
}

const plainInstead = (shortfall: string): LoadedKernels => ({
  kernels: createPlainKernels(),
  counters: () => null,
  usage: () => null,
  close: async () => {},
  shortfall,
});

/** Compiles for the memory there is; null where WebAssembly, or its vectors, are missing. */
async function compile(shared: boolean): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compile(bytesOf(shared ? SHARED_MODULE : UNSHARED_MODULE));
  } catch {
    return null;
  }
}

/**
 * Compiled kernels on `threads` threads, the calling one included: `startWorker` starts the others (src/host has one for
 * Node and one for the page). Falls back, saying so in `shortfall`: to one thread where shared memory is refused, to
 * plain kernels where WebAssembly is. Results are the same to the bit in every case.
 */
export async function loadKernels(options: { threads: number; startWorker?: StartWorker | null }): Promise<LoadedKernels> {
  const wanted = Math.max(1, Math.min(MOST_THREADS, Math.floor(options.threads)));
  const mayShare = typeof SharedArrayBuffer !== 'undefined';
  const sharedMemory = mayShare ? createKernelMemory({ shared: true }) : null;
  const memory = sharedMemory ?? createKernelMemory({ shared: false });
  if (memory === null) return plainInstead('WebAssembly has no memory to give; plain kernels are in use');
  const module = await compile(memory.shared);
  if (module === null) return plainInstead('WebAssembly with vectors is not available; plain kernels are in use');
  const start = memory.shared ? (options.startWorker ?? null) : null;
  const workers =
    start === null || wanted === 1
      ? []
      : await Promise.all(Array.from({ length: wanted - 1 }, (_, at) => start({ module, memory: memory.memory, thread: at + 1 })));
  const engine = createEngine({ memory, module, threads: workers.length + 1 });
  const reason = memory.shared ? 'no way to start workers was given' : 'shared memory is refused here';
  return {
    kernels: fastKernels(engine),
    counters: () => engine.counters(),
    usage: () => memory.usage(),
    close: async () => {
      const words = new Int32Array(memory.memory.buffer, 0, CONTROL_WORDS);
      if (memory.shared) {
        Atomics.store(words, GENERATION, -1);
        Atomics.notify(words, GENERATION);
      }
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    shortfall: workers.length + 1 < wanted ? `${reason}; one thread is in use` : null,
  };
}
