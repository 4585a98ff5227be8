import { expect, test } from 'vitest';
import { IDENTITY, UNKNOWN_SOURCE, type Volume } from '../../core/index.ts';
import { checkHounsfield } from './index.ts';

const volumeOf = (values: number[]): Volume => ({
  grid: { size: [values.length, 1, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: IDENTITY },
  hu: Int16Array.from(values),
  source: { ...UNKNOWN_SOURCE, format: 'nifti' },
});

test('should pass a volume with fat or air in it', () => {
  expect(checkHounsfield(volumeOf([40, 50, -100]))).toEqual([]);
  expect(checkHounsfield(volumeOf([-1000, 50]))).toEqual([]);
});
test('should refuse a label map and say what its lowest value is', () => {
  expect(checkHounsfield(volumeOf([3, 1, 17]))).toMatchObject([
    { code: 'volume-not-hounsfield', severity: 'error', received: 'no value below 1' },
  ]);
});
