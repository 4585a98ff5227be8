import type { Vector3 } from '../../core/index.ts';
import { createRandom } from '../../core/index.ts';
import { createMask, hasVoxel, setVoxel } from '../mask/index.ts';
import type { BitMask, Connectivity } from '../types.ts';

/** Slow and obvious versions of the kernels, for tests alone. Masks are one byte per voxel. */
interface Bytes {
  readonly size: Vector3;
  readonly at: Uint8Array;
}

export const toBytes = (mask: BitMask): Bytes => {
  const at = new Uint8Array(mask.size[0] * mask.size[1] * mask.size[2]);
  for (let offset = 0; offset < at.length; offset++) at[offset] = hasVoxel(mask, offset) ? 1 : 0;
  return { size: mask.size, at };
};

export const randomMask = (options: { size: Vector3; seed: number; fill: number }): BitMask => {
  const random = createRandom(options.seed);
  const mask = createMask(options.size);
  const total = options.size[0] * options.size[1] * options.size[2];
  for (let offset = 0; offset < total; offset++) if (random.next() < options.fill) setVoxel(mask, offset);
  return mask;
};

/** Balls, a tube, a hollow box and some specks: the shapes that scans are made of. */
export const structuredMask = (size: Vector3, seed: number): BitMask => {
  const random = createRandom(seed);
  const mask = createMask(size);
  const [nx, ny, nz] = size;
  const balls = Array.from({ length: 6 }, () => ({
    x: random.next() * nx,
    y: random.next() * ny,
    z: random.next() * nz,
    r: 1 + random.next() * 0.2 * Math.max(nx, ny, nz),
  }));
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        const inBall = balls.some((ball) => {
          const d = Math.hypot(i - ball.x, j - ball.y, k - ball.z);
          return d < ball.r && d > 0.6 * ball.r;
        });
        const inTube = Math.hypot(i - nx / 2, j - ny / 3) < 2;
        if (inBall || inTube || random.next() < 0.004) setVoxel(mask, i + nx * (j + ny * k));
      }
  return mask;
};

export const randomVoxels = (options: { size: Vector3; seed: number; low: number; high: number }): Int16Array => {
  const random = createRandom(options.seed);
  const total = options.size[0] * options.size[1] * options.size[2];
  return Int16Array.from({ length: total }, () => random.integer({ low: options.low, high: options.high }));
};

const inside = (size: Vector3, i: number, j: number, k: number): boolean =>
  i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2];

export function bruteBall(bytes: Bytes, options: { radiusMm: number; spacingMm: Vector3; erode: boolean }): Uint8Array {
  const { size, at } = bytes;
  const { radiusMm, spacingMm, erode } = options;
  const reach = spacingMm.map((spacing) => Math.ceil(radiusMm / spacing));
  const out = new Uint8Array(at.length);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) {
        let hit = false;
        for (let c = -reach[2]; c <= reach[2] && !hit; c++)
          for (let b = -reach[1]; b <= reach[1] && !hit; b++)
            for (let a = -reach[0]; a <= reach[0] && !hit; a++) {
              if (Math.hypot(a * spacingMm[0], b * spacingMm[1], c * spacingMm[2]) > radiusMm * (1 + 1e-10)) continue;
              if (!inside(size, i + a, j + b, k + c)) continue;
              hit = at[i + a + size[0] * (j + b + size[1] * (k + c))] === (erode ? 0 : 1);
            }
        out[i + size[0] * (j + size[1] * k)] = hit === erode ? 0 : 1;
      }
  return out;
}

/** Component number per voxel by flood fill in scan order, -1 for background. */
export function bruteLabels(bytes: Bytes, connectivity: Connectivity): { label: Int32Array; count: number } {
  const { size, at } = bytes;
  const label = new Int32Array(at.length).fill(-1);
  const most = connectivity === 6 ? 1 : connectivity === 18 ? 2 : 3;
  let count = 0;
  for (let seed = 0; seed < at.length; seed++) {
    if (at[seed] === 0 || label[seed] >= 0) continue;
    label[seed] = count;
    const stack = [seed];
    while (stack.length > 0) {
      const here = stack.pop() as number;
      const i = here % size[0];
      const j = Math.floor(here / size[0]) % size[1];
      const k = Math.floor(here / (size[0] * size[1]));
      for (let c = -1; c <= 1; c++)
        for (let b = -1; b <= 1; b++)
          for (let a = -1; a <= 1; a++) {
            if (Math.abs(a) + Math.abs(b) + Math.abs(c) > most || !inside(size, i + a, j + b, k + c)) continue;
            const there = i + a + size[0] * (j + b + size[1] * (k + c));
            if (at[there] === 0 || label[there] >= 0) continue;
            label[there] = count;
            stack.push(there);
          }
    }
    count++;
  }
  return { label, count };
}

/** Background that a 4- or 6-connected flood from the border does not reach, set. */
export function bruteFill(bytes: Bytes, mode: 'slices' | 'volume'): Uint8Array {
  const { size, at } = bytes;
  const free = Uint8Array.from(at, (value) => 1 - value);
  const out = Uint8Array.from(at);
  const plane = size[0] * size[1];
  const parts: Bytes[] =
    mode === 'volume'
      ? [{ size, at: free }]
      : Array.from({ length: size[2] }, (_, k) => ({ size: [size[0], size[1], 1], at: free.subarray(k * plane, (k + 1) * plane) }));
  parts.forEach((part, index) => {
    const { label, count } = bruteLabels(part, 6);
    const open = new Uint8Array(count);
    label.forEach((component, offset) => {
      if (component < 0) return;
      const i = offset % size[0];
      const j = Math.floor(offset / size[0]) % size[1];
      const k = Math.floor(offset / plane);
      const edge = i === 0 || j === 0 || i === size[0] - 1 || j === size[1] - 1;
      if (edge || (mode === 'volume' && (k === 0 || k === size[2] - 1))) open[component] = 1;
    });
    label.forEach((component, offset) => {
      if (component >= 0 && open[component] === 0) out[index * plane + offset] = 1;
    });
  });
  return out;
}

/** Millimetres from a voxel to the nearest set one, capped. */
export function bruteDistance(bytes: Bytes, options: { spacingMm: Vector3; capMm: number; i: number; j: number; k: number }): number {
  const { size, at } = bytes;
  let best = options.capMm;
  for (let offset = 0; offset < at.length; offset++) {
    if (at[offset] === 0) continue;
    const a = offset % size[0];
    const b = Math.floor(offset / size[0]) % size[1];
    const c = Math.floor(offset / (size[0] * size[1]));
    const [sx, sy, sz] = options.spacingMm;
    best = Math.min(best, Math.hypot((a - options.i) * sx, (b - options.j) * sy, (c - options.k) * sz));
  }
  return best;
}
