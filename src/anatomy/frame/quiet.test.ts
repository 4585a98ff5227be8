import { expect, test } from 'vitest';
import { createRandom, type Vector3 } from '../../core/index.ts';
import { quietened } from './index.ts';

const size: Vector3 = [12, 9, 7];
const random = createRandom(3);
const hu = Int16Array.from({ length: 12 * 9 * 7 }, (_, at) => (at % 12 < 6 ? -100 : 55) + Math.round(80 * (random.next() - 0.5)));
const coarse = { size, spacingMm: [2, 2, 2] as Vector3, factor: [2, 2, 1] as Vector3, hu };

test('a quiet scan is left as it is', () => {
  expect(quietened(coarse, 15)).toBe(coarse);
});

test('in a noisy one fat and muscle come apart, each at its own level', () => {
  const smooth = quietened(coarse, 45).hu;
  const values = (from: number, to: number): number[] => Array.from(smooth).filter((_, at) => at % 12 >= from && at % 12 < to);
  const [fat, muscle] = [values(0, 5), values(7, 12)];
  expect(Math.max(...fat)).toBeLessThan(Math.min(...muscle) - 90);
  const mean = fat.reduce((sum, value) => sum + value, 0) / fat.length;
  expect(Math.abs(mean + 100)).toBeLessThan(5);
});
