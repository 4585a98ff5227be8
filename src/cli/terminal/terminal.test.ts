import { expect, test } from 'vitest';
import { table } from './index.ts';

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
