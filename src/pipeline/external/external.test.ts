import { expect, test } from 'vitest';
import type { LabelMap } from '../../core/index.ts';
import { IDENTITY } from '../../core/index.ts';
import { TOTALSEGMENTATOR_V2 } from '../../intake/index.ts';
import { tissuesOfLabels } from './index.ts';

const mapOf = (names: [number, string][]): LabelMap => ({
  grid: { size: [2, 1, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: IDENTITY },
  labels: new Uint16Array(2),
  names: new Map(names),
  naming: 'file',
});

test('should know a structure by its class name, however it is spelt', () => {
  const { labels, issues } = tissuesOfLabels(
    mapOf([
      [3, 'aorta'],
      [4, 'Left Kidney'],
      [5, 'rib-right-7'],
      [6, 'gluteus_maximus_left'],
      [7, 'vertebrae_S1'],
    ]),
  );
  expect([...(labels?.tissueOf ?? [])]).toEqual([
    [3, 'artery'],
    [4, 'cavitySoftTissue'],
    [5, 'boneCortex'],
    [6, 'muscle'],
    [7, 'boneCortex'],
  ]);
  expect(issues).toEqual([]);
});

test('should name labels that are no class, and use none when there is no other', () => {
  const some = tissuesOfLabels(
    mapOf([
      [1, 'aorta'],
      [2, 'tumour'],
    ]),
  );
  expect(some.issues).toMatchObject([{ code: 'anatomy-label-unknown', severity: 'note', received: 'tumour' }]);
  const none = tissuesOfLabels(mapOf([[1, 'tumour']]));
  expect(none.labels).toBeNull();
  expect(none.issues).toMatchObject([{ severity: 'warning' }]);
});

test('should know every class of TotalSegmentator', () => {
  const { issues } = tissuesOfLabels(mapOf([...TOTALSEGMENTATOR_V2]));
  expect(issues).toEqual([]);
});
