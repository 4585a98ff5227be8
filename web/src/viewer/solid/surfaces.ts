import type { Grid } from '../../../../src/core/index.ts';
import type { BoneBlocks } from '../../worker/messages.ts';
import type { SurfaceRequest } from '../../worker/surface.worker.ts';
import type { Mesh } from './nets.ts';

/** The worker that makes surfaces; a lesion's is made once for each state of its voxels. */
export interface Surfaces {
  bone(blocks: BoneBlocks): Promise<Mesh>;
  lesion(grid: Grid, voxels: Int32Array): Promise<Mesh>;
  close(): void;
}

export function startSurfaces(): Surfaces {
  const worker = new Worker(new URL('../../worker/surface.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (mesh: Mesh) => void>();
  const made = new WeakMap<Int32Array, Promise<Mesh>>();
  let ticket = 0;
  worker.onmessage = ({ data }: MessageEvent<{ ticket: number; mesh: Mesh }>) => {
    waiting.get(data.ticket)?.(data.mesh);
    waiting.delete(data.ticket);
  };
  const ask = (request: SurfaceRequest): Promise<Mesh> =>
    new Promise((resolve) => {
      ticket++;
      waiting.set(ticket, resolve);
      worker.postMessage({ ticket, request });
    });
  return {
    bone: (blocks) => ask({ kind: 'bone', blocks }),
    lesion: (grid, voxels) => {
      const known = made.get(voxels) ?? ask({ kind: 'lesion', size: grid.size, voxels });
      made.set(voxels, known);
      return known;
    },
    close: () => worker.terminate(),
  };
}
