import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomVoxels } from '../proof/brute.ts';
import { loadKernels } from './load.ts';
import { createKernelMemory, withBlocks } from './memory.ts';

describe('kernel memory', () => {
  it('keeps earlier arrays alive while it grows, and reuses what was freed', () => {
    const memory = createKernelMemory({ shared: true });
    if (memory === null) throw new Error('no shared memory here');
    const first = memory.allocate(1000);
    const array = memory.i16(first ?? 0, 500).fill(7);
    const before = memory.memory.buffer.byteLength;
    const big = memory.allocate(3 * before);
    expect(memory.memory.buffer.byteLength).toBeGreaterThan(before);
    array[3] = 9;
    expect(memory.i16(first ?? 0, 500)[3]).toBe(9);
    expect(array.length).toBe(500);
    expect(memory.addressOf(array.subarray(2))).toBe((first ?? 0) + 4);
    expect(memory.addressOf(new Int16Array(4))).toBeNull();
    memory.free(big ?? 0);
    memory.free(12345);
    expect(memory.allocate(2 * before)).toBe(big);
    expect(memory.usage().peak).toBeGreaterThan(memory.usage().current);
  });

  it('merges freed neighbours, gives blocks back after a throw, and falls back when there is no room', () => {
    const memory = createKernelMemory({ shared: true });
    if (memory === null) throw new Error('no shared memory here');
    const blocks = [1, 2, 3].map(() => memory.allocate(64 * 1024) ?? 0);
    for (const at of [0, 2, 1]) memory.free(blocks[at]);
    expect(memory.allocate(3 * 64 * 1024)).toBe(blocks[0]);
    const held = memory.usage().current;
    expect(() =>
      withBlocks(
        memory,
        (take) => {
          take(100);
          throw new TypeError('bug');
        },
        () => 0,
      ),
    ).toThrow('bug');
    expect(
      withBlocks(
        memory,
        (take) => `block at ${take(5e9)}`,
        () => 'plain',
      ),
    ).toBe('plain');
    expect(memory.usage().current).toBe(held);
  });
});

describe('fallbacks', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('runs compiled on one thread without shared memory', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const loaded = await loadKernels({ threads: 2 });
    expect(loaded.kernels).toMatchObject({ kind: 'wasm', threads: 1 });
    expect(loaded.shortfall).toContain('shared memory is refused');
    const voxels = randomVoxels({ size: [40, 3, 2], seed: 1, low: 0, high: 9 });
    expect(loaded.kernels.count(loaded.kernels.threshold(voxels, { size: [40, 3, 2], low: 5, high: 9 }))).toBe(
      voxels.filter((value) => value >= 5).length,
    );
    expect(loaded.counters()?.callsByOperation.threshold).toBe(1);
    await loaded.close();
  });

  it('is plain without WebAssembly, and says so', async () => {
    vi.stubGlobal('WebAssembly', {
      compile: () => Promise.reject(new Error('no')),
      Memory: class {
        constructor() {
          throw new RangeError('no memory');
        }
      },
    });
    const loaded = await loadKernels({ threads: 2 });
    expect(loaded.kernels.kind).toBe('plain');
    expect(loaded.shortfall).toContain('plain kernels');
    expect(loaded.counters()).toBeNull();
  });
});
