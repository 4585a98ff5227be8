import { describe, expect, it } from 'vitest';
import { type PoolWorker, poolOf } from './queue.ts';
import type { TaskAnswer } from './tasks.ts';

/** A worker that answers by rule, without a thread. */
function fake(rule: (task: string) => 'value' | 'failure' | 'death', started: { count: number }): PoolWorker {
  started.count++;
  let reply: (answer: TaskAnswer) => void = () => {};
  let die: (cause: string) => void = () => {};
  return {
    post: ({ id, task }) => {
      const verdict = rule(task);
      queueMicrotask(() => {
        if (verdict === 'death') die('the thread ran out of memory');
        else reply(verdict === 'value' ? { id, value: { problem: null, values: null } } : { id, failure: 'no such thing' });
      });
    },
    onAnswer: (listener) => {
      reply = listener;
    },
    onDeath: (listener) => {
      die = listener;
    },
    stop: async () => {},
  };
}

describe('a pool of workers', () => {
  it('starts none before there is work, and no more than it was allowed', async () => {
    const started = { count: 0 };
    const pool = poolOf(() => fake(() => 'value', started), 2);
    expect(started.count).toBe(0);
    await Promise.all(Array.from({ length: 20 }, () => pool.run('x', null)));
    expect(started.count).toBe(2);
    await pool.close();
    await expect(pool.run('x', null)).rejects.toThrow('closed');
  });

  it('passes a failure on, and replaces a worker that dies', async () => {
    const started = { count: 0 };
    const pool = poolOf(() => fake((task) => (task === 'kill' ? 'death' : task === 'fail' ? 'failure' : 'value'), started), 1);
    await expect(pool.run('fail', null)).rejects.toThrow('no such thing');
    await expect(pool.run('kill', null)).rejects.toThrow('out of memory');
    await expect(pool.run('x', null)).resolves.toEqual({ problem: null, values: null });
    expect(started.count).toBe(2);
    await pool.close();
  });
});
