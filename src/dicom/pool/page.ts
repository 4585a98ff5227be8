import { type PoolWorker, poolOf } from './queue.ts';
import { answer, type TaskAnswer, type TaskMessage, transfers } from './tasks.ts';
import type { TaskPool } from './types.ts';

/** Entry of a page's worker: call it once in the worker's module. */
export function servePage(scope: {
  addEventListener(type: 'message', listener: (event: MessageEvent<TaskMessage>) => void): void;
  postMessage(reply: TaskAnswer, transfer: ArrayBuffer[]): void;
}): void {
  scope.addEventListener('message', (event) => {
    void answer(event.data).then((reply) => scope.postMessage(reply, transfers(reply)));
  });
}

function wrap(worker: Worker): PoolWorker {
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    onAnswer: (listener) => worker.addEventListener('message', (event: MessageEvent<TaskAnswer>) => listener(event.data)),
    onDeath: (listener) => worker.addEventListener('error', (event) => listener(event.message)),
    stop: async () => worker.terminate(),
  };
}

/** Web workers for decoding. `start` makes one from the page's own worker module, which calls {@link servePage}. */
export const openPagePool = (start: () => Worker, threads: number): TaskPool => poolOf(() => wrap(start()), threads);
