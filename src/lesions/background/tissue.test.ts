import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../core/index.ts';
import { createRandom } from '../../core/index.ts';
import { tissueUnder } from './tissue.ts';

const SPACING: Vector3 = [0.8, 0.8, 1.2];
const SIZE: Vector3 = [36, 34, 26];
const MIDDLE: Vector3 = [14, 13.6, 15];

type Place = (x: number, y: number, z: number) => number;

/** Soft edge between two materials, as a blur of 0.7 mm leaves it. */
const step = (distance: number, inside: number, outside: number): number =>
  inside + (outside - inside) / (1 + Math.exp((-distance * 1.7) / 0.7));

function under(tissue: Place, noiseHu: number) {
  const random = createRandom(5);
  const truth = new Float32Array(SIZE[0] * SIZE[1] * SIZE[2]);
  const values = new Float32Array(truth.length);
  const object = new Uint8Array(truth.length);
  const clear = new Uint8Array(truth.length);
  let at = 0;
  for (let k = 0; k < SIZE[2]; k++)
    for (let j = 0; j < SIZE[1]; j++)
      for (let i = 0; i < SIZE[0]; i++, at++) {
        const [x, y, z] = [i * SPACING[0], j * SPACING[1], k * SPACING[2]];
        const away = Math.hypot(x - MIDDLE[0], y - MIDDLE[1], z - MIDDLE[2]);
        truth[at] = tissue(x, y, z);
        object[at] = away < 2 ? 1 : 0;
        clear[at] = away < 3.8 ? 1 : 0;
        values[at] = truth[at] + noiseHu * random.normal() + (clear[at] ? 600 : 0);
      }
  const known = clear.map((each) => 1 - each);
  const found = tissueUnder({
    patch: { low: [0, 0, 0], size: SIZE, spacingMm: SPACING, gridSize: SIZE },
    values,
    object,
    soft: known,
    known,
    clearMm: [1.8, 1.8, 1.8],
    noiseHu,
  });
  let square = 0;
  let count = 0;
  for (at = 0; at < truth.length; at++) {
    if (clear[at] === 0) continue;
    square += (found.hu[at] - truth[at]) ** 2;
    count++;
  }
  return { ...found, rms: Math.sqrt(square / count) };
}

describe('tissue under a lesion', () => {
  it('is smooth where all around is alike, and says how well that holds', () => {
    const { model, rms, errorHu } = under((x) => 40 + x, 12);
    expect(model).toBe('smooth');
    expect(rms).toBeLessThan(6);
    expect(errorHu).toBeLessThan(8);
  });

  it('follows a bent and tilted layer between air and fat', () => {
    const { model, rms } = under((x, y, z) => {
      const depth = Math.hypot(x - 10, y + 30, z - 40) - 51;
      return step(depth, step(depth + 2, -100, 60), -1000);
    }, 12);
    expect(model).toBe('layers');
    expect(rms).toBeLessThan(60);
  });

  it('follows an oblique cord that the lesion hides', () => {
    const axis: Vector3 = [0.48, 0.6, 0.64];
    const { model, rms } = under((x, y, z) => {
      const p = [x - MIDDLE[0], y - MIDDLE[1], z - MIDDLE[2]];
      const along = p[0] * axis[0] + p[1] * axis[1] + p[2] * axis[2];
      return step(Math.hypot(p[0] - along * axis[0], p[1] - along * axis[1], p[2] - along * axis[2]) - 2.4, 80, -100);
    }, 12);
    expect(model).toBe('cord');
    expect(rms).toBeLessThan(25);
  });
});
