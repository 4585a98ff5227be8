import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Kernels, StartWorker } from '../../kernels/index.ts';
import { loadKernels, WORKER_PROGRAM } from '../../kernels/index.ts';

export interface OpenKernels {
  readonly kernels: Kernels;
  /** Why the machine gives less than was asked for; null when it gives all. */
  readonly shortfall: string | null;
  close(): Promise<void>;
}

/** Threads beyond this gain nothing: the passes are bound by memory. */
const MOST_USEFUL_THREADS = 8;

const NODE_PROGRAM = `${WORKER_PROGRAM}
const { parentPort, workerData } = require('node:worker_threads');
serve(workerData, () => parentPort.postMessage('ready'));
`;

/** A kernel thread in Node. It does not keep the process alive. */
export const startNodeWorker: StartWorker = (start) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(NODE_PROGRAM, { eval: true, workerData: start });
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      worker.unref();
      resolve({
        stop: async () => {
          await worker.terminate();
        },
      });
    });
  });

/**
 * The fastest kernels that this machine runs. `threads` counts the calling thread; default: the machine's cores. Open one
 * set per job (it takes some 50 ms): voxels that it handed out and nobody released are freed with it.
 */
export async function openKernels(options: { threads?: number } = {}): Promise<OpenKernels> {
  const threads = options.threads ?? Math.min(MOST_USEFUL_THREADS, availableParallelism());
  const { kernels, shortfall, close } = await loadKernels({ threads, startWorker: startNodeWorker });
  return { kernels, shortfall, close };
}
