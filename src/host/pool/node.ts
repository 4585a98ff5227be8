import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type PoolWorker, poolOf, type TaskAnswer, type TaskPool } from '../../dicom/index.ts';

/** Threads beyond this wait for the disk. */
const MOST_USEFUL_THREADS = 8;

/** The worker's program: beside this file in a build; a source tree uses its build when it has one. */
function workerProgram(): string | null {
  const beside = fileURLToPath(new URL('./worker.js', import.meta.url));
  if (existsSync(beside)) return beside;
  const built = fileURLToPath(new URL('../../../dist/src/host/pool/worker.js', import.meta.url));
  return existsSync(built) ? built : null;
}

function startWorker(program: string): PoolWorker {
  const worker = new Worker(program, { execArgv: [] });
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    onAnswer: (listener) => worker.on('message', (reply: TaskAnswer) => listener(reply)),
    onDeath: (listener) => {
      worker.on('error', (cause) => listener(cause instanceof Error ? cause.message : String(cause)));
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** Worker threads for decoding; null in a source tree that was never built, where one thread does the work. */
export function openPool(options: { threads?: number } = {}): TaskPool | null {
  const program = workerProgram();
  if (program === null) return null;
  const threads = options.threads ?? Math.min(MOST_USEFUL_THREADS, availableParallelism());
  return poolOf(() => startWorker(program), threads);
}
