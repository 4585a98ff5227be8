import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeCtSeries } from '../../src/dicom/index.ts';
import { makePhantom } from '../../src/phantom/index.ts';

/** A whole body in thin slices, as large as the workbench promises to open. */
export const LARGE: readonly [number, number, number] = [512, 512, 1500];
const FROM: readonly [number, number, number] = [256, 256, 128];

/** Writes a series of {@link LARGE}: the phantom of the demo, doubled in the plane and repeated there and back along the body. */
export function writeLargeSeries(folder: string): void {
  const { volume } = makePhantom('circumscripta', { seed: 1, size: FROM });
  const [nx, ny, nz] = LARGE;
  const [mx, my, mz] = FROM;
  const hu = new Int16Array(nx * ny * nz);
  for (let k = 0, write = 0; k < nz; k++) {
    const turn = k % (2 * mz);
    const slice = turn < mz ? turn : 2 * mz - 1 - turn;
    for (let j = 0; j < ny; j++) {
      const row = mx * ((j >> 1) + my * slice);
      for (let i = 0; i < nx; i++) hu[write++] = volume.hu[row + (i >> 1)];
    }
  }
  const [x, y] = volume.grid.spacingMm;
  const grid = { ...volume.grid, size: LARGE, spacingMm: [x / 2, y / 2, 1] as const };
  for (const { path, bytes } of writeCtSeries({ ...volume, grid, hu }, { name: 'large', folder: 'large' })) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}
