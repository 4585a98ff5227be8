import type { Grid } from '../../../src/core/index.ts';
import { type Mesh, smoothed, surfaceNets } from '../viewer/solid/nets.ts';
import type { BoneBlocks } from './messages.ts';

/** Surfaces are made beside the page: of bone on blocks, of a lesion on its own voxels. */
export type SurfaceRequest =
  | { readonly kind: 'bone'; readonly blocks: BoneBlocks }
  | { readonly kind: 'lesion'; readonly size: Grid['size']; readonly voxels: Int32Array };

/** Vertices in continuous voxel indices of the volume. */
export type SurfaceAnswer = Mesh;

const HALF = 127.5;
/** A blurred single voxel keeps a surface down to this. */
const LEAST_PEAK_SHARE = 0.45;

function boneMesh({ size, factor, share }: BoneBlocks): Mesh {
  const mesh = surfaceNets(smoothed({ size, values: share }), 80);
  const { positions } = mesh;
  for (let n = 0; n < positions.length; n++) positions[n] = (positions[n] + 0.5) * factor[n % 3] - 0.5;
  return mesh;
}

function lesionMesh(size: Grid['size'], voxels: Int32Array): Mesh {
  const [nx, ny] = size;
  const low = [size[0], size[1], size[2]];
  const high = [-1, -1, -1];
  const index = (offset: number): number[] => [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
  for (const offset of voxels)
    index(offset).forEach((value, axis) => {
      low[axis] = Math.min(low[axis], value);
      high[axis] = Math.max(high[axis], value);
    });
  const [w, h, d] = [0, 1, 2].map((axis) => high[axis] - low[axis] + 3);
  const values = new Uint8Array(w * h * d);
  for (const offset of voxels) {
    const [i, j, k] = index(offset);
    values[i - low[0] + 1 + w * (j - low[1] + 1 + h * (k - low[2] + 1))] = 255;
  }
  const field = smoothed({ size: [w, h, d], values });
  const peak = field.values.reduce((most, each) => Math.max(most, each), 0);
  const mesh = surfaceNets(field, Math.min(HALF * 0.8, LEAST_PEAK_SHARE * peak));
  for (let n = 0; n < mesh.positions.length; n++) mesh.positions[n] += low[n % 3] - 1;
  return mesh;
}

self.onmessage = ({ data }: MessageEvent<{ ticket: number; request: SurfaceRequest }>): void => {
  const { ticket, request } = data;
  const mesh = request.kind === 'bone' ? boneMesh(request.blocks) : lesionMesh(request.size, request.voxels);
  self.postMessage({ ticket, mesh }, { transfer: [mesh.positions.buffer, mesh.triangles.buffer] });
};
