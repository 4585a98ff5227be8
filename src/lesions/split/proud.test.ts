import { describe, expect, it } from 'vitest';
import { createRandom, type Vector3 } from '../../core/index.ts';
import { createPlainKernels, maskFromBytes, voxelsOfMask } from '../../kernels/index.ts';
import { ball, capsule, gridOf, type Solid } from '../testing/analytic.ts';
import { proudDeposits } from './proud.ts';

const kernels = createPlainKernels();
const spacingMm: Vector3 = [0.6, 0.7, 0.8];
const grid = gridOf([56, 48, 60], spacingMm);
/** A slanted shaft with a cortex of 2 mm. */
const [from, to]: [Vector3, Vector3] = [
  [10, 14, -20],
  [17, 18, 70],
];
const shaft = capsule(from, to, 8);
const marrow = capsule(from, to, 6);
const MUSCLE_HU = 60;
const THRESHOLD_HU = 130;
const BLUR_MM = 0.55;
const NOISE_HU = 15;

function scan(deposit: Solid | null, depositHu: number) {
  const sharp = new Int16Array(grid.size[0] * grid.size[1] * grid.size[2]);
  for (let at = 0; at < sharp.length; at++) {
    const p = place(at);
    sharp[at] = marrow(p) <= 0 ? 60 : shaft(p) <= 0 ? 1200 : deposit !== null && deposit(p) <= 0 ? depositHu : MUSCLE_HU;
  }
  const image = kernels.smooth(sharp, { size: grid.size, spacingMm, sigmaMm: BLUR_MM });
  const random = createRandom(7);
  for (let at = 0; at < image.length; at++) image[at] += Math.round(NOISE_HU * random.normal());
  // What a threshold with filled marrow takes for bone: the deposit comes along.
  const bytes = new Uint8Array(image.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = marrow(place(at)) <= 0 || image[at] >= THRESHOLD_HU ? 1 : 0;
  return { image, bone: maskFromBytes(bytes, { size: grid.size, accepts: (value) => value === 1 }) };
}

const place = (offset: number): Vector3 => [
  (offset % grid.size[0]) * spacingMm[0],
  (Math.floor(offset / grid.size[0]) % grid.size[1]) * spacingMm[1],
  Math.floor(offset / (grid.size[0] * grid.size[1])) * spacingMm[2],
];

const cutOf = ({ image, bone }: ReturnType<typeof scan>) => proudDeposits({ hu: image, size: grid.size, spacingMm, bone, kernels });

describe('deposits that lean on bone', () => {
  it.each([
    [1.6, 900],
    [2.5, 600],
    [4, 700],
  ])('a ball of radius %s mm and %s HU is cut from the shaft, which keeps its cortex', (radius, depositHu) => {
    const axis: Vector3 = [13.8, 16.2, 24];
    const way = 8 + 0.9 * radius;
    const centre: Vector3 = [axis[0] + way * 0.94, axis[1] - way * 0.33, axis[2]];
    const cut = cutOf(scan(ball(centre, radius), depositHu));
    expect(cut).not.toBeNull();
    if (cut === null) return;
    const voxels = [...voxelsOfMask(cut)].map(place);
    const inside = voxels.filter((p) => ball(centre, radius)(p) <= 0).length;
    let all = 0;
    for (let at = 0; at < grid.size[0] * grid.size[1] * grid.size[2]; at++)
      if (ball(centre, radius)(place(at)) <= 0 && shaft(place(at)) > 0) all++;
    expect(inside / all).toBeGreaterThan(0.75);
    // Cortex deeper than half a millimetre stays bone.
    expect(voxels.filter((p) => shaft(p) < -0.5).length / voxels.length).toBeLessThan(0.06);
  });

  it('a shaft alone, and a ridge of cortex along it, stay bone', () => {
    expect(cutOf(scan(null, 0))).toBeNull();
    const ridge = capsule([19, 11, 4], [23, 14, 44], 1.6);
    expect(cutOf(scan(ridge, 1200))).toBeNull();
  });

  it('nothing is cut where there is no bone', () => {
    const { image } = scan(null, 0);
    expect(proudDeposits({ hu: image, size: grid.size, spacingMm, bone: kernels.emptyMask(grid.size), kernels })).toBeNull();
  });
});
