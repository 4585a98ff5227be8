import { type Grid, indexToPatient, type Vector3 } from '../../../../src/core/index.ts';

/**
 * Patient space as it is seen: x to the patient's left (right on a screen before the patient), y to the head, z to the
 * front. A turn of LPS and no mirror: (x, y, z) = (L, S, -P).
 */
export const toSeen = (lps: Vector3): Vector3 => [lps[0], lps[2], -lps[1]];

/** Voxel indices as points about the volume's middle, as seen, mm. In place. */
export function placed(grid: Grid, positions: Float32Array): Float32Array {
  const middle = indexToPatient(grid, grid.size.map((each) => (each - 1) / 2) as unknown as Vector3);
  for (let n = 0; n < positions.length; n += 3) {
    const point = indexToPatient(grid, [positions[n], positions[n + 1], positions[n + 2]]);
    const [x, y, z] = toSeen([point[0] - middle[0], point[1] - middle[1], point[2] - middle[2]]);
    positions[n] = x;
    positions[n + 1] = y;
    positions[n + 2] = z;
  }
  return positions;
}

const LETTERS = [
  ['L', 'R'],
  ['H', 'F'],
  ['A', 'P'],
] as const;

/** Letter of the side that a seen direction points to most. */
export function letterAlong(direction: readonly [number, number, number]): string {
  const axis = direction.reduce((most, value, at) => (Math.abs(value) > Math.abs(direction[most]) ? at : most), 0);
  return LETTERS[axis][direction[axis] >= 0 ? 0 : 1];
}

/** Ways to look: the direction from the eye's place to the middle is turned round; degrees about the head-foot axis, and up. */
export const FACES = [
  { name: 'Front', azimuth: 0, elevation: 0 },
  { name: 'Left', azimuth: 90, elevation: 0 },
  { name: 'Back', azimuth: 180, elevation: 0 },
  { name: 'Right', azimuth: 270, elevation: 0 },
  { name: 'Feet', azimuth: 0, elevation: -89.9 },
] as const;
