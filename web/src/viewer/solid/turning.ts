import type { Grid } from '../../../../src/core/index.ts';
import type { Overlay } from '../overlays.ts';
import type { HuBlocks } from './blocks.ts';

/** Blocks with the lesion that is in each: 0 = none, n = the n-th. */
export function lesionBlocks(grid: Grid, blocks: HuBlocks, overlays: readonly Overlay[]): Uint8Array {
  const { size, factor } = blocks;
  const [nx, ny] = grid.size;
  const marks = new Uint8Array(size[0] * size[1] * size[2]);
  overlays.forEach(({ voxels }, n) => {
    for (const offset of voxels) {
      const [i, j, k] = [offset % nx, Math.floor(offset / nx) % ny, Math.floor(offset / (nx * ny))];
      marks[Math.floor(i / factor[0]) + size[0] * (Math.floor(j / factor[1]) + size[1] * Math.floor(k / factor[2]))] = Math.min(255, n + 1);
    }
  });
  return marks;
}

export interface Projection {
  readonly width: number;
  readonly height: number;
  /** Brightest block along each ray, HU. */
  readonly maximum: Int16Array;
  /** The first lesion that each ray meets, 0 = none. */
  readonly lesion: Uint8Array;
}

const AIR_HU = -1024;

/**
 * Maximum intensity projection turned about the head-foot axis, worked out without any graphics card. Seen from the front
 * at 0 degrees, from the patient's left at 90. One column is one block's width, rows run from the head down.
 */
export function projected(grid: Grid, blocks: HuBlocks, marks: Uint8Array, azimuthDegrees: number): Projection {
  const { size, factor, maximum: hu } = blocks;
  const mm = [0, 1, 2].map((axis) => factor[axis] * grid.spacingMm[axis]);
  const step = Math.min(mm[0], mm[1]);
  const across = Math.ceil(Math.hypot(size[0] * mm[0], size[1] * mm[1]) / step);
  const angle = (azimuthDegrees * Math.PI) / 180;
  // the eye stands in front at 0; its right is the patient's left (+x), its depth the patient's back (+y)
  const [rightX, rightY] = [Math.cos(angle), Math.sin(angle)];
  const [deepX, deepY] = [-Math.sin(angle), Math.cos(angle)];
  const width = across;
  const height = size[2];
  const maximum = new Int16Array(width * height).fill(AIR_HU);
  const lesion = new Uint8Array(width * height);
  const slice = size[0] * size[1];
  const ray = new Int32Array(across);
  for (let u = 0; u < width; u++) {
    const right = (u - (width - 1) / 2) * step;
    let met = 0;
    for (let d = 0; d < across; d++) {
      const deep = (d - (across - 1) / 2) * step;
      const i = Math.round((rightX * right + deepX * deep) / mm[0] + (size[0] - 1) / 2);
      const j = Math.round((rightY * right + deepY * deep) / mm[1] + (size[1] - 1) / 2);
      if (i >= 0 && j >= 0 && i < size[0] && j < size[1]) ray[met++] = i + size[0] * j;
    }
    for (let k = 0; k < height; k++) {
      const base = (height - 1 - k) * slice;
      let most = AIR_HU;
      let first = 0;
      for (let n = 0; n < met; n++) {
        const at = base + ray[n];
        if (hu[at] > most) most = hu[at];
        if (first === 0 && marks[at] !== 0) first = marks[at];
      }
      maximum[k * width + u] = most;
      lesion[k * width + u] = first;
    }
  }
  return { width, height, maximum, lesion };
}
