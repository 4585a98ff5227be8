import { describe, expect, it } from 'vitest';
import { indexToPatient, type Vector3 } from '../../src/core/index.ts';
import { readInput } from '../../src/intake/index.ts';
import { makeSlices } from '../fixtures/slices.ts';

const SIDE = 6;
const SLICES = 5;
const SPACING: Vector3 = [1.5, 2, 3];
const ramp = (p: Vector3): number => Math.round(3 * p[0] + 7 * p[1] + 13 * p[2]);
const cross = (a: Vector3, b: Vector3): Vector3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** Row and column cosines that a scanner writes for each PatientPosition (PS3.3 C.7.3.1.1.2) in an axial scan. */
const POSITIONS: readonly (readonly [position: string, row: Vector3, column: Vector3])[] = [
  ['HFS', [1, 0, 0], [0, 1, 0]],
  ['HFP', [-1, 0, 0], [0, -1, 0]],
  ['HFDR', [0, 1, 0], [-1, 0, 0]],
  ['HFDL', [0, -1, 0], [1, 0, 0]],
  ['FFS', [-1, 0, 0], [0, 1, 0]],
  ['FFP', [1, 0, 0], [0, -1, 0]],
  ['FFDR', [0, -1, 0], [-1, 0, 0]],
  ['FFDL', [0, 1, 0], [1, 0, 0]],
];

async function read(PatientPosition: string, row: Vector3, column: Vector3) {
  const normal = cross(row, column);
  const at = (i: number, j: number, k: number): Vector3 =>
    [0, 1, 2].map((x) => 11 + row[x] * i * SPACING[0] + column[x] * j * SPACING[1] + normal[x] * k * SPACING[2]) as unknown as Vector3;
  const files = makeSlices({
    name: PatientPosition,
    rows: SIDE,
    columns: SIDE,
    orientation: [...row, ...column],
    spacingMm: [SPACING[0], SPACING[1]],
    slices: Array.from({ length: SLICES }, (_, k) => ({
      positionMm: at(0, 0, k),
      pixels: Int16Array.from({ length: SIDE * SIDE }, (__, p) => ramp(at(p % SIDE, Math.floor(p / SIDE), k))),
    })),
    extra: { PatientPosition },
  });
  return readInput(files.reverse());
}

/** Voxels whose value is not that of their place in the patient. */
function wrong({ volume }: Awaited<ReturnType<typeof read>>): number {
  const { grid, hu } = volume!;
  const [nx, ny] = grid.size;
  return hu.filter((value, at) => {
    const p = indexToPatient(grid, [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]);
    return Math.abs(value - ramp(p)) > 1;
  }).length;
}

describe('a patient that lies otherwise', () => {
  it.each(POSITIONS)('%s: every voxel at its place in the patient', async (position, row, column) => {
    const reading = await read(position, row, column);
    expect(reading.issues).toEqual([]);
    expect(reading.volume?.source.acquisition.patientPosition).toBe(position);
    expect(reading.volume?.grid.size).toEqual([SIDE, SIDE, SLICES]);
    expect(wrong(reading)).toBe(0);
  });

  it.each([
    [17, 0],
    [-40, 25],
    [63, -31],
  ])('double oblique, %i and %i degrees', async (first, second) => {
    const [a, b] = [first, second].map((degrees) => (degrees * Math.PI) / 180);
    const row: Vector3 = [Math.cos(a), Math.sin(a), 0];
    const column: Vector3 = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)];
    const reading = await read('HFS', row, column);
    expect(reading.issues).toEqual([]);
    expect(wrong(reading)).toBe(0);
  });
});
