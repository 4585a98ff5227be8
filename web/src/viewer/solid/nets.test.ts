import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../../../src/core/index.ts';
import { type Mesh, smoothed, surfaceNets } from './nets.ts';

/** Volume inside by the divergence theorem: positive only when every face looks outwards. */
function volumeOf({ positions, triangles }: Mesh): number {
  let sum = 0;
  for (let n = 0; n < triangles.length; n += 3) {
    const [a, b, c] = [0, 1, 2].map((each) => [...positions.subarray(3 * triangles[n + each], 3 * triangles[n + each] + 3)]);
    sum += a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return sum / 6;
}

/** Every edge of a closed surface belongs to two faces that run it in opposite ways. */
function isClosed({ triangles }: Mesh): boolean {
  const edges = new Map<string, number>();
  for (let n = 0; n < triangles.length; n += 3)
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      const [from, to] = [triangles[n + a], triangles[n + b]];
      const key = from < to ? `${from} ${to}` : `${to} ${from}`;
      edges.set(key, (edges.get(key) ?? 0) + (from < to ? 1 : -1));
    }
  return [...edges.values()].every((each) => each === 0);
}

describe('surface nets', () => {
  const size: Vector3 = [24, 20, 16];
  const ball = Float32Array.from({ length: 24 * 20 * 16 }, (_, n) => {
    const [i, j, k] = [n % 24, Math.floor(n / 24) % 20, Math.floor(n / 480)];
    return 100 - 10 * Math.hypot(i - 11, j - 9, k - 7);
  });
  it('closes round a ball of the right volume, in the right place, looking outwards', () => {
    const mesh = surfaceNets({ size, values: ball }, 50);
    expect(isClosed(mesh)).toBe(true);
    // faces cut the corners of a curved surface: a few per cent short
    expect(volumeOf(mesh)).toBeGreaterThan(0.94 * (4 / 3) * Math.PI * 125);
    expect(volumeOf(mesh)).toBeLessThan((4 / 3) * Math.PI * 125);
    const mean = [0, 1, 2].map((axis) => {
      const values = [...mesh.positions].filter((_, n) => n % 3 === axis);
      return values.reduce((a, b) => a + b, 0) / values.length;
    });
    expect(mean[0]).toBeCloseTo(11, 1);
    expect(mean[1]).toBeCloseTo(9, 1);
    expect(mean[2]).toBeCloseTo(7, 1);
  });
  it('closes a box that meets every border, half a sample beyond its voxels', () => {
    const mesh = surfaceNets({ size: [2, 3, 4], values: new Uint8Array(24).fill(255) }, 127.5);
    expect(isClosed(mesh)).toBe(true);
    expect(Math.min(...mesh.positions)).toBeCloseTo(-0.5, 5);
    expect(Math.max(...[...mesh.positions].filter((_, n) => n % 3 === 2))).toBeCloseTo(3.5, 5);
    expect(volumeOf(mesh)).toBeGreaterThan(0.6 * 24);
  });
  it('finds nothing in an empty field, and smoothing keeps the sum inside', () => {
    expect(surfaceNets({ size: [3, 3, 3], values: new Uint8Array(27) }, 1).triangles.length).toBe(0);
    const one = new Uint8Array(125);
    one[62] = 27;
    const soft = smoothed({ size: [5, 5, 5], values: one });
    expect(soft.values[62]).toBeCloseTo(1, 5);
    expect([...soft.values].reduce((a, b) => a + b, 0)).toBeCloseTo(27, 4);
  });
});
