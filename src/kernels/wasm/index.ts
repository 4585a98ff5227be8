export { WORKER_PROGRAM, type WorkerStart } from './control.ts';
export type { Counters } from './engine.ts';
export { type LoadedKernels, loadKernels, type StartWorker } from './load.ts';
export { startPageWorker } from './page.ts';
