import { expect, test } from 'vitest';
import { createRandom } from './index.ts';

test('should repeat itself for a seed and differ between seeds', () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return [random.next(), random.next(), random.normal()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('should draw normal numbers with mean 0 and deviation 1', () => {
  const random = createRandom(1);
  let sum = 0;
  let squares = 0;
  for (let count = 0; count < 100_000; count++) {
    const value = random.normal();
    sum += value;
    squares += value * value;
  }
  expect(Math.abs(sum / 100_000)).toBeLessThan(0.02);
  expect(Math.abs(squares / 100_000 - 1)).toBeLessThan(0.02);
});

test('should stay within integer bounds, both met', () => {
  const random = createRandom(3);
  const seen = new Set(Array.from({ length: 200 }, () => random.integer({ low: -1, high: 2 })));
  expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
});
