import { expect, test } from 'vitest';
import { middleOut } from './index.ts';

test.each([1, 2, 3, 8, 9])('should visit each of %i once, the middle first and its neighbours next', (count) => {
  const order = Array.from({ length: count }, (_, at) => middleOut(count)(at));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
  expect(order[0]).toBe(count >> 1);
  for (let at = 1; at < count; at++) expect(Math.abs(order[at] - order[0])).toBe((at + 1) >> 1);
});
