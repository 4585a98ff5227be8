import { createRandom, type Grid, IDENTITY, UNKNOWN_SOURCE, type Vector3, type Volume } from '../../core/index.ts';

/** HU at a patient point (LPS mm), or null to leave what is there. */
export type Paint = (x: number, y: number, z: number) => number | null;

/** A small volume painted from equations, with seeded noise; for this room's tests. */
export function paintVolume(options: {
  size: Vector3;
  spacingMm: Vector3;
  paints: readonly Paint[];
  noiseHu?: number;
  /** Where the middle of the grid lies. */
  centreMm?: Vector3;
}): Volume {
  const { size, spacingMm } = options;
  const centre = options.centreMm ?? [0, 0, 0];
  const originMm = size.map((count, axis) => centre[axis] - ((count - 1) / 2) * spacingMm[axis]) as unknown as Vector3;
  const grid: Grid = { size, spacingMm, originMm, direction: IDENTITY };
  const hu = new Int16Array(size[0] * size[1] * size[2]);
  const random = createRandom(7);
  let offset = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, offset++) {
        const at = [originMm[0] + i * spacingMm[0], originMm[1] + j * spacingMm[1], originMm[2] + k * spacingMm[2]] as const;
        let value = -1000;
        for (const paint of options.paints) value = paint(...at) ?? value;
        hu[offset] = Math.round(value + (options.noiseHu ?? 0) * normal(random));
      }
  return { grid, hu, source: SOURCE };
}

/** Sum of twelve uniform numbers: near enough to normal for a test. */
function normal(random: { next(): number }): number {
  let sum = -6;
  for (let n = 0; n < 12; n++) sum += random.next();
  return sum;
}

const SOURCE: Volume['source'] = UNKNOWN_SOURCE;

/** Upright cylinder about (x, y). */
export const cylinder =
  (options: { x: number; y: number; radiusMm: number; hu: number }): Paint =>
  (x, y) =>
    Math.hypot(x - options.x, y - options.y) <= options.radiusMm ? options.hu : null;

export const sphere =
  (options: { centre: Vector3; radiusMm: number; hu: number }): Paint =>
  (x, y, z) =>
    Math.hypot(x - options.centre[0], y - options.centre[1], z - options.centre[2]) <= options.radiusMm ? options.hu : null;

export const block =
  (options: { low: Vector3; high: Vector3; hu: number }): Paint =>
  (x, y, z) =>
    [x, y, z].every((value, axis) => value >= options.low[axis] && value <= options.high[axis]) ? options.hu : null;

/** Skin, fat, muscle and a long bone with yellow marrow about (x, y). */
export const limb = (options: { x: number; y: number; radiusMm: number; boneMm?: number }): Paint[] => {
  const { x, y, radiusMm } = options;
  const bone = options.boneMm ?? radiusMm / 5;
  return [
    cylinder({ x, y, radiusMm, hu: 40 }),
    cylinder({ x, y, radiusMm: radiusMm - 2, hu: -100 }),
    cylinder({ x, y, radiusMm: radiusMm * 0.72, hu: 55 }),
    cylinder({ x, y, radiusMm: bone, hu: 1200 }),
    cylinder({ x, y, radiusMm: bone * 0.6, hu: -40 }),
  ];
};
