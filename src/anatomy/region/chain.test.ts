import { expect, test } from 'vitest';
import { bestChain } from './chain.ts';

const levels = ['a', 'b', 'c'] as const;

test('slices pass the levels in order, and one odd slice does not turn them back', () => {
  const fits = ['a', 'a', 'a', 'b', 'b', 'a', 'b', 'b', 'c', 'c', 'c', 'c'];
  const score = (slice: number): number[] => levels.map((level) => (fits[slice] === level ? 2 : -2));
  const found = bestChain({ levels, score }, { order: fits.map((_, n) => n), sliceMm: 10 });
  expect(found.levels.join('')).toBe('aaabbbbbcccc');
});

test('the answer does not depend on slice thickness', () => {
  const thin = bestChain(
    { levels, score: (k) => (k < 20 ? [1, 0, 0] : [0, 0, 1]) },
    { order: Array.from({ length: 60 }, (_, n) => n), sliceMm: 1 },
  );
  const thick = bestChain(
    { levels, score: (k) => (k < 4 ? [1, 0, 0] : [0, 0, 1]) },
    { order: Array.from({ length: 12 }, (_, n) => n), sliceMm: 5 },
  );
  expect(thin.levels.filter((_, n) => n % 5 === 0)).toEqual(thick.levels);
});
