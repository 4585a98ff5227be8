import type { TaskAnswer } from './tasks.ts';
import type { TaskPool } from './types.ts';

/** A worker of either kind, as far as the pool needs it. */
export interface PoolWorker {
  post(message: { id: number; task: string; input: unknown }, transfer: readonly ArrayBuffer[]): void;
  onAnswer(listener: (answer: TaskAnswer) => void): void;
  onDeath(listener: (cause: string) => void): void;
  stop(): Promise<void>;
}

/** A task that takes longer than this is taken for hung, and its worker is replaced. */
const LONGEST_TASK_MS = 60_000;
/** Tasks a worker has at hand: one running and one waiting, so that it does not idle between two. */
const AT_HAND = 2;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
  readonly send: (slot: Slot) => void;
  timer: ReturnType<typeof setTimeout> | null;
}

interface Slot {
  worker: PoolWorker;
  readonly running: Map<number, Pending>;
}

/** A pool over workers that `start` makes. A worker that dies or hangs fails its own tasks and is replaced. */
export function poolOf(start: () => PoolWorker, threads: number): TaskPool {
  const waiting: { id: number; pending: Pending }[] = [];
  const slots: Slot[] = [];
  let next = 0;
  let closed = false;

  const settle = (slot: Slot, id: number): Pending | null => {
    const pending = slot.running.get(id) ?? null;
    slot.running.delete(id);
    if (pending?.timer) clearTimeout(pending.timer);
    return pending;
  };
  const fill = (slot: Slot): void => {
    while (!closed && slot.running.size < AT_HAND && waiting.length > 0) {
      const { id, pending } = waiting.shift()!;
      slot.running.set(id, pending);
      pending.timer = setTimeout(() => replace(slot, 'a task took too long'), LONGEST_TASK_MS);
      pending.send(slot);
    }
  };
  const attach = (slot: Slot): void => {
    const { worker } = slot;
    worker.onAnswer((answer) => {
      if (slot.worker !== worker) return;
      const pending = settle(slot, answer.id);
      if ('failure' in answer) pending?.reject(new Error(answer.failure));
      else pending?.resolve(answer.value);
      fill(slot);
    });
    worker.onDeath((cause) => {
      if (slot.worker === worker && !closed) replace(slot, cause);
    });
  };
  const replace = (slot: Slot, cause: string): void => {
    void slot.worker.stop();
    for (const id of [...slot.running.keys()]) settle(slot, id)?.reject(new Error(cause));
    slot.worker = start();
    attach(slot);
    fill(slot);
  };
  /** The slot for the next task. Workers start when there is work for them: an uncompressed series needs none. */
  const slotForWork = (): Slot => {
    const idle = slots.find((slot) => slot.running.size === 0);
    if (idle) return idle;
    if (slots.length < threads) {
      const slot: Slot = { worker: start(), running: new Map() };
      attach(slot);
      slots.push(slot);
      return slot;
    }
    return slots.reduce((least, slot) => (slot.running.size < least.running.size ? slot : least));
  };
  return {
    threads,
    run: <In, Out>(task: string, input: In, transfer: readonly ArrayBuffer[] = []): Promise<Out> =>
      new Promise<Out>((resolve, reject) => {
        if (closed) {
          reject(new Error('the pool is closed'));
          return;
        }
        const id = next++;
        const pending: Pending = {
          resolve: (value) => resolve(value as Out),
          reject,
          send: (slot) => slot.worker.post({ id, task, input }, transfer),
          timer: null,
        };
        waiting.push({ id, pending });
        fill(slotForWork());
      }),
    close: async () => {
      closed = true;
      for (const slot of slots) for (const id of [...slot.running.keys()]) settle(slot, id)?.reject(new Error('the pool is closed'));
      for (const { pending } of waiting.splice(0)) pending.reject(new Error('the pool is closed'));
      await Promise.all(slots.map((slot) => slot.worker.stop()));
    },
  };
}
