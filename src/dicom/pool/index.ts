export { pooledDecoding } from './decoder.ts';
export { openPagePool, servePage } from './page.ts';
export { type PoolWorker, poolOf } from './queue.ts';
export { answer, type TaskAnswer, type TaskMessage, transfers } from './tasks.ts';
export type { TaskPool } from './types.ts';
