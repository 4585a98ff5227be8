import type { Vector3 } from '../../src/core/index.ts';

/** Standard deviation of the scene's noise, HU. */
const NOISE_HU = 18;

/**
 * A trunk at 0.75 mm in the plane and 1 mm along it, for timing alone: fat, muscle, a viscera core, a ring of ribs, a
 * spine with marrow, specks of calcium, table and noise, so that masks, runs and distances look like a scan's.
 */
export function trunk(voxels: Int16Array, slices: number): { size: Vector3; spacingMm: Vector3 } {
  const [nx, ny] = [512, 512];
  let seed = 0x1234567;
  const random = (): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 4294967296;
  };
  const noise = Int16Array.from({ length: 65536 }, () =>
    Math.round(NOISE_HU * (random() + random() + random() + random() - 2) * Math.sqrt(3)),
  );
  const specks = Array.from({ length: slices * 2 }, () => ({
    i: 60 + random() * 392,
    j: 130 + random() * 260,
    k: random() * slices,
    r: 1 + random() * 5,
  }));
  for (let k = 0; k < slices; k++) {
    const sway = 12 * Math.sin(k / 60);
    for (let j = 0; j < ny; j++) {
      const at = nx * (j + ny * k);
      random();
      const shift = seed >>> 16;
      for (let i = 0; i < nx; i++) voxels[at + i] = tissue(i - 256 - sway, j - 256, k) + noise[(shift + i * 7) & 65535];
    }
  }
  for (const speck of specks) paintBall(voxels, { ...speck, nx, ny, nz: slices });
  return { size: [nx, ny, slices], spacingMm: [0.75, 0.75, 1] };
}

function tissue(x: number, y: number, k: number): number {
  const body = (x / 215) ** 2 + (y / 150) ** 2;
  if (body > 1) return y > 170 && y < 180 ? 60 : -1000;
  if (body > 0.97) return 40;
  const deep = (x / 185) ** 2 + (y / 122) ** 2;
  if (deep > 1) return -100;
  const spine = Math.hypot(x, y - 85);
  if (spine < 26) return spine > 22 ? 700 : k % 34 > 27 ? 80 : 220;
  if (deep > 0.82) {
    const rib = (k + 0.4 * Math.abs(x)) % 30;
    if (rib < 11 && deep > 0.86 && deep < 0.95) return deep > 0.93 || deep < 0.88 || rib < 2 || rib > 9 ? 650 : 180;
    return 55;
  }
  return Math.hypot(x - 60, y) < 45 ? 95 : Math.hypot(x + 80, y + 10) < 30 ? -850 : 35;
}

function paintBall(voxels: Int16Array, ball: { i: number; j: number; k: number; r: number; nx: number; ny: number; nz: number }): void {
  const { r, nx, ny, nz } = ball;
  const [i0, j0, k0] = [Math.round(ball.i), Math.round(ball.j), Math.round(ball.k)];
  const reach = Math.ceil(r);
  for (let c = -reach; c <= reach; c++)
    for (let b = -reach; b <= reach; b++)
      for (let a = -reach; a <= reach; a++) {
        const [i, j, k] = [i0 + a, j0 + b, k0 + c];
        if (Math.hypot(a, b, c) <= r && i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz) voxels[i + nx * (j + ny * k)] = 420;
      }
}
