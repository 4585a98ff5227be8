import { expect, test } from 'vitest';
import { percent, table } from './index.ts';

test('should align words left and numbers right', () => {
  expect(
    table(
      ['name', 'mm3'],
      [
        ['L1', '7'],
        ['lesion two', '120.5'],
      ],
    ),
  ).toBe(['name          mm3', '──────────  ─────', 'L1              7', 'lesion two  120.5'].join('\n'));
});
test('should round a probability to whole per cent', () => {
  expect(percent(0.704)).toBe('70 %');
});
