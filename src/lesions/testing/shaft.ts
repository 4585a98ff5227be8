import { createRandom, type Vector3 } from '../../core/index.ts';
import { type BitMask, createPlainKernels, maskFromBytes } from '../../kernels/index.ts';
import { ball, capsule, gridOf, type Solid } from './analytic.ts';

const kernels = createPlainKernels();
const spacingMm: Vector3 = [0.6, 0.7, 0.8];
const grid = gridOf([56, 48, 60], spacingMm);
/** A slanted shaft with a cortex of 2 mm. */
const [from, to]: [Vector3, Vector3] = [
  [10, 14, -20],
  [17, 18, 70],
];
export const shaft = capsule(from, to, 8);
const marrow = capsule(from, to, 6);
const MUSCLE_HU = 60;
const THRESHOLD_HU = 130;
const BLUR_MM = 0.55;
const NOISE_HU = 15;

/** A blurred, noisy shaft in muscle, with a deposit or without, and what a threshold with filled marrow takes for bone. */
export function scanOfShaft(deposit: Solid | null, depositHu: number) {
  const { size } = grid;
  const sharp = new Int16Array(size[0] * size[1] * size[2]);
  for (let at = 0; at < sharp.length; at++) {
    const p = place(at);
    sharp[at] = marrow(p) <= 0 ? 60 : shaft(p) <= 0 ? 1200 : deposit !== null && deposit(p) <= 0 ? depositHu : MUSCLE_HU;
  }
  const hu = kernels.smooth(sharp, { size, spacingMm, sigmaMm: BLUR_MM });
  const random = createRandom(7);
  for (let at = 0; at < hu.length; at++) hu[at] += Math.round(NOISE_HU * random.normal());
  const bytes = new Uint8Array(hu.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = marrow(place(at)) <= 0 || hu[at] >= THRESHOLD_HU ? 1 : 0;
  const bone: BitMask = maskFromBytes(bytes, { size, accepts: (value) => value === 1 });
  return { hu, size, spacingMm, bone, kernels };
}

/** Patient place of a grid offset, mm. */
export const place = (offset: number): Vector3 => [
  (offset % grid.size[0]) * spacingMm[0],
  (Math.floor(offset / grid.size[0]) % grid.size[1]) * spacingMm[1],
  Math.floor(offset / (grid.size[0] * grid.size[1])) * spacingMm[2],
];

/** A ball pressed into the shaft by a tenth of its radius. */
export function ballOnShaft(radiusMm: number): Solid {
  const way = 8 + 0.9 * radiusMm;
  return ball([13.8 + way * 0.94, 16.2 - way * 0.33, 24], radiusMm);
}

/** A ridge of cortex along the shaft. */
export const RIDGE = capsule([19, 11, 4], [23, 14, 44], 1.6);

/** Share of the ball outside the shaft that was cut, and share of the cut that lies deeper than half a millimetre in the shaft. */
export function sharesOfCut(voxels: readonly number[], deposit: Solid): { taken: number; cortex: number } {
  const places = voxels.map(place);
  let all = 0;
  for (let at = 0; at < grid.size[0] * grid.size[1] * grid.size[2]; at++) if (deposit(place(at)) <= 0 && shaft(place(at)) > 0) all++;
  return {
    taken: places.filter((p) => deposit(p) <= 0).length / all,
    cortex: places.filter((p) => shaft(p) < -0.5).length / places.length,
  };
}
