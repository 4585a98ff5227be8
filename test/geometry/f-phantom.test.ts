import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createRandom,
  type Grid,
  indexToPatient,
  type SourceFile,
  sourceFromBytes,
  type Vector3,
  type Volume,
} from '../../src/core/index.ts';
import { writeCtSeries } from '../../src/dicom/index.ts';
import { readInput } from '../../src/intake/index.ts';
import { readNifti, writeNifti } from '../../src/nifti/index.ts';
import { makeSlices } from '../fixtures/slices.ts';

/**
 * An asymmetric phantom: an F in patient space (its strokes differ along every axis) on a ramp that is linear in L, P and
 * S with a different slope each. A linear ramp survives linear interpolation, so every voxel of every reading can be
 * checked against its patient position; the F marks voxels for the readings that copy and do not interpolate.
 */
const ramp = (p: Vector3): number => 3 * p[0] + 7 * p[1] + 13 * p[2] + 40;
const F_HEIGHT = 2000;
const CENTRE: Vector3 = [5, -12, 31];

function strokes(p: Vector3): boolean {
  const [l, q, s] = [p[0] - CENTRE[0], p[1] - CENTRE[1], p[2] - CENTRE[2]];
  const stem = l > 2 && l < 6 && q > -2 && q < 4 && s > -14 && s < 14;
  const top = l > -10 && l < 6 && q > -2 && q < 4 && s > 10 && s < 14;
  const bar = l > -4 && l < 6 && q > -2 && q < 8 && s > 1 && s < 5;
  return stem || top || bar;
}

const value = (p: Vector3, withF: boolean): number => Math.round(ramp(p)) + (withF && strokes(p) ? F_HEIGHT : 0);

const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;
const SIZES: Vector3 = [14, 12, 9];
const SPACINGS: Vector3 = [2, 2.5, 4];

interface Orientation {
  readonly name: string;
  /** Unit vectors of i, j, k. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
}

/** All 48 ways to lay three axes along +-L, +-P, +-S. */
const ORIENTATIONS: Orientation[] = PERMUTATIONS.flatMap((order) =>
  Array.from({ length: 8 }, (_, signs) => {
    const axes = order.map((axis, at) => [0, 1, 2].map((a) => (a === axis ? (signs & (1 << at) ? -1 : 1) : 0)) as unknown as Vector3);
    const name = order.map((axis, at) => (signs & (1 << at) ? 'RAI' : 'LPS')[axis]).join('');
    return { name, axes: axes as unknown as Orientation['axes'] };
  }),
);

const add = (p: Vector3, v: Vector3, times: number): Vector3 => [p[0] + v[0] * times, p[1] + v[1] * times, p[2] + v[2] * times];

/** First voxel, so that the phantom's centre is the box's. */
function originOf({ axes }: Orientation): Vector3 {
  let origin: Vector3 = CENTRE;
  axes.forEach((axis, at) => {
    origin = add(origin, axis, (-(SIZES[at] - 1) / 2) * SPACINGS[at]);
  });
  return origin;
}

/** Slices of the phantom; `shear` moves each slice along j by that many mm per mm of k (gantry tilt). */
function slicesOf(orientation: Orientation, shear: number): SourceFile[] {
  const [i, j, k] = orientation.axes;
  const origin = originOf(orientation);
  const slices = Array.from({ length: SIZES[2] }, (_, z) => {
    const positionMm = add(add(origin, k, z * SPACINGS[2]), j, shear * z * SPACINGS[2]);
    const pixels = new Int16Array(SIZES[0] * SIZES[1]);
    for (let y = 0, at = 0; y < SIZES[1]; y++)
      for (let x = 0; x < SIZES[0]; x++, at++)
        pixels[at] = value(add(add(positionMm, i, x * SPACINGS[0]), j, y * SPACINGS[1]), shear === 0);
    return { positionMm, pixels };
  });
  return makeSlices({
    name: orientation.name,
    rows: SIZES[1],
    columns: SIZES[0],
    orientation: [...i, ...j],
    spacingMm: [SPACINGS[0], SPACINGS[1]],
    slices,
  });
}

type Order = 'as made' | 'reversed' | 'shuffled';

function inOrder(files: readonly SourceFile[], order: Order): SourceFile[] {
  const random = createRandom(3);
  const keys = files.map((_, at) => (order === 'as made' ? at : order === 'reversed' ? files.length - at : random.next()));
  return files
    .map((file, at) => ({ file, key: keys[at] }))
    .sort((a, b) => a.key - b.key)
    .map(({ file }, at) => ({ ...file, path: `f/${at}` }));
}

/** Voxels whose value is not that of their patient position; with shear only those that every source slice covers. */
function wrongVoxels(volume: Volume, within: { tolerance: number; withF: boolean; margin: number }): number {
  const { grid, hu } = volume;
  const [nx, ny, nz] = grid.size;
  let wrong = 0;
  for (let z = 0; z < nz; z++)
    for (let y = within.margin; y < ny - within.margin; y++)
      for (let x = 0; x < nx; x++)
        if (Math.abs(hu[x + nx * (y + ny * z)] - value(indexToPatient(grid, [x, y, z]), within.withF)) > within.tolerance) wrong++;
  return wrong;
}

/** The patient positions of the eight corners, as a set. */
function corners(grid: Grid): string[] {
  const out: string[] = [];
  for (let corner = 0; corner < 8; corner++) {
    const index: Vector3 = [corner & 1 ? grid.size[0] - 1 : 0, corner & 2 ? grid.size[1] - 1 : 0, corner & 4 ? grid.size[2] - 1 : 0];
    out.push(
      indexToPatient(grid, index)
        .map((x) => (Math.round(x * 1000) / 1000 + 0).toFixed(3))
        .join(' '),
    );
  }
  return out.sort();
}

const expectedCorners = (orientation: Orientation): string[] => {
  const [i, j, k] = orientation.axes;
  const direction = [0, 1, 2].flatMap((row) => [i[row], j[row], k[row]]) as unknown as Grid['direction'];
  return corners({ size: SIZES, spacingMm: SPACINGS, originMm: originOf(orientation), direction });
};

const TILTS = { '-': -Math.tan((12 * Math.PI) / 180), '0': 0, '+': Math.tan((20 * Math.PI) / 180) } as const;

describe('the F phantom', () => {
  it('has 48 orientations, all different', () => {
    expect(new Set(ORIENTATIONS.map((each) => each.name)).size).toBe(48);
  });

  for (const tilt of ['-', '0', '+'] as const)
    it(`has 0 wrong corners and voxels in 48 orientations x 3 file orders x NIfTI round trip, tilt ${tilt}`, async () => {
      const shear = TILTS[tilt];
      let readings = 0;
      for (const orientation of ORIENTATIONS) {
        const files = slicesOf(orientation, shear);
        let hash = '';
        for (const order of ['as made', 'reversed', 'shuffled'] as const) {
          const { volume, issues, inputHash } = await readInput(inOrder(files, order));
          if (!volume) throw new Error(`${orientation.name} ${order}: ${JSON.stringify(issues)}`);
          expect(issues.map((each) => each.code)).toEqual(shear === 0 ? [] : ['dicom-gantry-tilt']);
          if (hash !== '') expect(inputHash).toBe(hash);
          hash = inputHash;
          // Linear interpolation of two rounded values is within 1 of the ramp; a copy is exact.
          const margin = Math.ceil((Math.abs(shear) * SPACINGS[2] * (SIZES[2] - 1)) / SPACINGS[1]) + (shear === 0 ? 0 : 1);
          expect(wrongVoxels(volume, { tolerance: shear === 0 ? 0 : 1, withF: shear === 0, margin }), `${orientation.name} ${order}`).toBe(
            0,
          );
          if (shear === 0) expect(corners(volume.grid), `${orientation.name} ${order}`).toEqual(expectedCorners(orientation));
          const { volume: back } = await readNifti(
            sourceFromBytes('f.nii', writeNifti({ grid: volume.grid, voxels: volume.hu, gzip: false })),
          );
          expect(corners(back!.grid)).toEqual(corners(volume.grid));
          expect(back!.hu).toEqual(volume.hu);
          readings++;
        }
      }
      expect(readings).toBe(144);
    });

  it('goes through NIfTI in all 48 grids, left-handed ones as well', async () => {
    for (const orientation of ORIENTATIONS) {
      const [i, j, k] = orientation.axes;
      const direction = [0, 1, 2].flatMap((row) => [i[row], j[row], k[row]]) as unknown as Grid['direction'];
      const grid: Grid = { size: SIZES, spacingMm: SPACINGS, originMm: originOf(orientation), direction };
      const voxels = Int16Array.from({ length: SIZES[0] * SIZES[1] * SIZES[2] }, (_, at) =>
        value(indexToPatient(grid, [at % SIZES[0], Math.floor(at / SIZES[0]) % SIZES[1], Math.floor(at / (SIZES[0] * SIZES[1]))]), true),
      );
      const { volume, issues } = await readNifti(sourceFromBytes('f.nii.gz', writeNifti({ grid, voxels, gzip: true })));
      expect(issues).toEqual([]);
      expect(wrongVoxels(volume!, { tolerance: 0, withF: true, margin: 0 }), orientation.name).toBe(0);
    }
  });

  it.skipIf(spawnSync('which', ['dcm2niix']).status !== 0)(
    'written back opens in dcm2niix with the same corners (skipped when dcm2niix is missing)',
    async () => {
      let compared = 0;
      for (const orientation of ORIENTATIONS) {
        const folder = mkdtempSync(join(tmpdir(), 'calcimap-f-'));
        try {
          const { volume } = await readInput(slicesOf(orientation, 0));
          for (const file of writeCtSeries(volume!, { name: orientation.name })) writeFileSync(join(folder, file.path), file.bytes);
          execFileSync('dcm2niix', ['-z', 'n', '-b', 'n', '-f', 'out', '-o', folder, folder], { stdio: 'pipe' });
          const [made] = readdirSync(folder).filter((name) => name.endsWith('.nii'));
          const { volume: theirs } = await readNifti(sourceFromBytes(made, new Uint8Array(readFileSync(join(folder, made)))));
          expect(corners(theirs!.grid), orientation.name).toEqual(expectedCorners(orientation));
          expect(wrongVoxels(theirs!, { tolerance: 0, withF: true, margin: 0 }), orientation.name).toBe(0);
          compared++;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }
      expect(compared).toBe(48);
    },
  );
});
