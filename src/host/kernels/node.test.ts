import { describe, expect, it } from 'vitest';
import { openKernels } from './index.ts';

describe('kernels of this machine', () => {
  it('opens compiled kernels on the threads asked for, and closes them', async () => {
    const { kernels, shortfall, close } = await openKernels({ threads: 2 });
    expect({ kind: kernels.kind, threads: kernels.threads, shortfall }).toEqual({ kind: 'wasm', threads: 2, shortfall: null });
    const voxels = kernels.allocateVoxels(8);
    voxels.set([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(kernels.count(kernels.threshold(voxels, { size: [2, 2, 2], low: 3, high: 7 }))).toBe(5);
    await close();
  });
});
