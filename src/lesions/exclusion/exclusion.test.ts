import { describe, expect, it } from 'vitest';
import { buildAnatomy } from '../../anatomy/index.ts';
import { block, cylinder, limb, type Paint, paintVolume, sphere } from '../../anatomy/proof/scene.ts';
import type { Vector3, Volume } from '../../core/index.ts';
import { createPlainKernels } from '../../kernels/index.ts';
import { findLesions } from '../index.ts';
import type { LesionReading } from '../types.ts';

const kernels = createPlainKernels();
const thigh = limb({ x: 0, y: 0, radiusMm: 60 });
const SIZE: Vector3 = [100, 100, 32];
const SPACING: Vector3 = [1.5, 1.5, 1.5];

const paint = (paints: readonly Paint[], options: { noiseHu?: number } = {}): Volume =>
  paintVolume({ size: SIZE, spacingMm: SPACING, paints, noiseHu: options.noiseHu ?? 12 });

const read = async (volume: Volume): Promise<LesionReading> =>
  findLesions(volume, await buildAnatomy(volume, kernels, {}), kernels, { ageYears: 60, sex: 'female' });

/** A calcification in the fat, or at `at`, which every scene holds: what is excluded must not take it along. */
const TRUE_AT: Vector3 = [0, -48, 3];
const calcified = (at = TRUE_AT): Paint => sphere({ centre: at, radiusMm: 3, hu: 700 });

function expectOnly(reading: LesionReading, at: Vector3): void {
  expect(reading.lesions).toHaveLength(1);
  expect(Math.hypot(...reading.lesions[0].centroidMm.map((mm, axis) => mm - at[axis]))).toBeLessThan(1);
}

/** The one excluded piece whose box holds the point. */
function excludedAt(reading: LesionReading, at: Vector3): LesionReading['excluded'][number] {
  const over = reading.excluded.filter(({ boundingBoxMm: [low, high] }) => at.every((mm, axis) => mm >= low[axis] && mm <= high[axis]));
  expect(over.length).toBeGreaterThan(0);
  return over[0];
}

const rod =
  (options: { from: Vector3; to: Vector3; radiusMm: number; hu: number }): Paint =>
  (x, y, z) => {
    const { from, to } = options;
    const d = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const t = Math.min(
      1,
      Math.max(0, ((x - from[0]) * d[0] + (y - from[1]) * d[1] + (z - from[2]) * d[2]) / (d[0] ** 2 + d[1] ** 2 + d[2] ** 2)),
    );
    return Math.hypot(x - from[0] - t * d[0], y - from[1] - t * d[1], z - from[2] - t * d[2]) <= options.radiusMm ? options.hu : null;
  };
/** Dark bands beside metal within its slices, and bright ones that start a little away from it. */
const streaks =
  (at: Vector3): Paint =>
  (x, y, z) => {
    const [dx, dy] = [x - at[0], y - at[1]];
    const away = Math.hypot(dx, dy);
    if (Math.abs(z - at[2]) > 3 || away > 25 || Math.hypot(x, y) > 40) return null;
    if (Math.abs(dx) < 1.6 && dy < -10) return 260;
    return Math.abs(dx) < 5 || Math.abs(dy) < 1.6 ? -250 : null;
  };

/** A tube of crossing struts about the z axis through (28, 8). */
const stent: Paint = (x, y, z) => {
  const [dx, dy] = [x - 28, y - 8];
  const r = Math.hypot(dx, dy);
  if (r > 5.2 || Math.abs(z) > 15) return null;
  const angle = 4 * Math.atan2(dy, dx);
  const strut = Math.abs(Math.sin(angle + z / 2)) < 0.5 || Math.abs(Math.sin(angle - z / 2)) < 0.5;
  return r >= 3.4 && strut ? 2900 : 45;
};

const trunk = [
  cylinder({ x: 0, y: 0, radiusMm: 70, hu: 40 }),
  cylinder({ x: 0, y: 0, radiusMm: 68, hu: -100 }),
  cylinder({ x: 0, y: 0, radiusMm: 52, hu: 50 }),
];

describe('what is no calcification is excluded with its reason and numbers, and the calcification beside it found', () => {
  it('a clip, and the streak that runs out of it', async () => {
    const at: Vector3 = [26, 14, 0];
    const clip = rod({ from: [22, 14, 0], to: [30, 14, 0], radiusMm: 1.8, hu: 3071 });
    const reading = await read(paint([...thigh, streaks(at), clip, calcified()]));
    expectOnly(reading, TRUE_AT);
    const metal = excludedAt(reading, at);
    expect(metal.reason).toBe('metal');
    expect(metal.measures['maxHu']).toBeGreaterThan(2800);
    const streak = excludedAt(reading, [26, -3, 0]);
    expect(streak.reason).toBe('streak');
    expect(streak.measures['metalMaxHu']).toBeGreaterThan(2800);
    expect(streak.measures['metalDistanceMm']).toBeGreaterThan(0);
    expect(streak.measures['darkShare']).toBeGreaterThan(0.05);
  });

  it('a stent', async () => {
    const reading = await read(paint([...thigh, stent, calcified()]));
    expectOnly(reading, TRUE_AT);
    expect(excludedAt(reading, [28, 8, 0])).toMatchObject({ reason: 'metal' });
    expect(excludedAt(reading, [28, 8, 0]).measures['maxHu']).toBeGreaterThan(2800);
  });

  it('a wire, by its length and density', async () => {
    const reading = await read(paint([...thigh, rod({ from: [-45, 15, -22], to: [-20, 30, 22], radiusMm: 1.2, hu: 2000 }), calcified()]));
    expectOnly(reading, TRUE_AT);
    const wire = excludedAt(reading, [-33, 22, 0]);
    expect(wire.reason).toBe('device');
    expect(wire.measures['meanHu']).toBeGreaterThan(1100);
  });

  it('an electrode on the skin; the table and what lies on it are not even looked at', async () => {
    const reading = await read(
      paint([
        block({ low: [-70, 66, -30], high: [70, 70, 30], hu: 300 }),
        block({ low: [-70, -72, -3], high: [-64, -68, 3], hu: 1500 }),
        ...thigh,
        block({ low: [-5, -63, -5], high: [5, -59, 5], hu: 2500 }),
        calcified(),
      ]),
    );
    expectOnly(reading, TRUE_AT);
    const electrode = excludedAt(reading, [0, -61, 0]);
    expect(electrode.reason).toBe('device');
    expect(electrode.measures['outsideContact']).toBeGreaterThan(0.5);
    expect(reading.excluded).toHaveLength(1);
  });

  it('a pill in the gas of the bowel', async () => {
    const at: Vector3 = [-25, -20, 3];
    const gas = sphere({ centre: [20, -10, 0], radiusMm: 14, hu: -900 });
    const reading = await read(paint([...trunk, gas, sphere({ centre: [20, 0, 0], radiusMm: 4, hu: 1000 }), calcified(at)]));
    expectOnly(reading, at);
    const pill = excludedAt(reading, [20, 0, 0]);
    expect(pill.reason).toBe('contrast');
    expect(pill.measures['gasContact']).toBeGreaterThan(0.12);
  });

  it('a bladder full of the agent that the record states; without such a record it is a finding', async () => {
    const at: Vector3 = [-34, -20, 3];
    const plain = paint([...trunk, sphere({ centre: [10, -5, 0], radiusMm: 20, hu: 320 }), calcified(at)]);
    const given = { ...plain, source: { ...plain.source, acquisition: { ...plain.source.acquisition, contrastBolusAgent: 'Iohexol' } } };
    expectOnly(await read(given), at);
    expect((await read(plain)).lesions).toHaveLength(2);
  });
});

describe('nothing is reported', () => {
  it('of noise alone', async () => {
    const soft = [cylinder({ x: 0, y: 0, radiusMm: 60, hu: 40 }), cylinder({ x: 0, y: 0, radiusMm: 58, hu: 55 })];
    expect((await read(paint(soft, { noiseHu: 50 }))).lesions).toEqual([]);
  });
  it('of bone alone', async () => {
    expect((await read(paint(thigh))).lesions).toEqual([]);
  });
});
