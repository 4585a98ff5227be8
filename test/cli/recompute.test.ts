import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calcimap } from './run.ts';
import { smallVolume, writeSeries } from './series.ts';

const root = mkdtempSync(join(tmpdir(), 'calcimap-recompute-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Printed {
  status: string;
  lesions: { numbers: { measure: string; stated: number | null; again: number | null; agrees: boolean | null }[] }[];
  issues: { code: string }[];
}

const series = join(root, 'series');
const out = join(root, 'out');
const seg = join(out, 'segmentation.dcm');

function recompute(...args: string[]): { code: number; printed: Printed } {
  const { code, out: text } = calcimap(['recompute', ...args, '--json']);
  return { code, printed: JSON.parse(text) as Printed };
}

describe('recompute', () => {
  beforeAll(() => {
    mkdirSync(series);
    writeSeries(series, smallVolume());
    expect(calcimap(['analyze', series, '--out', out]).code).toBe(0);
  }, 60_000);

  test('finds every number of the report again from the segmentation and the series', () => {
    const { code, printed } = recompute(seg, series);
    expect(printed.status).toBe('agrees');
    expect(code).toBe(0);
    expect(printed.lesions).toHaveLength(1);
    const numbers = new Map(printed.lesions[0].numbers.map((each) => [each.measure, each]));
    for (const measure of ['volumeMm3', 'massMg', 'meanHu', 'maxHu', 'longestDiameterMm', 'surfaceMm2', 'depthFromSkinMm'])
      expect(numbers.get(measure)).toMatchObject({ agrees: true });
    expect(numbers.get('volumeMm3')?.again).toBeGreaterThan(100);
  });

  test('refuses a report in which one number was changed (3)', () => {
    const bytes = readFileSync(join(out, 'measurements.dcm'));
    const stated = recompute(seg, series).printed.lesions[0].numbers.find((each) => each.measure === 'massMg')?.stated;
    const at = bytes.lastIndexOf(String(stated));
    bytes[at] = bytes[at] === 0x31 ? 0x32 : 0x31;
    const changed = join(root, 'changed.dcm');
    writeFileSync(changed, bytes);
    const { code, printed } = recompute(seg, series, '--sr', changed);
    expect(code).toBe(3);
    expect(printed.status).toBe('differs');
    expect(printed.issues.map((each) => each.code)).toContain('recompute-differs');
  });

  test('refuses a segmentation from which voxels were taken (3)', () => {
    const bytes = readFileSync(seg);
    let taken = 0;
    for (let at = bytes.length - 1; at > 0 && taken < 2; at--)
      if (bytes[at] !== 0) {
        bytes[at] = 0;
        taken++;
      }
    const less = join(root, 'less.dcm');
    writeFileSync(less, bytes);
    const { code, printed } = recompute(less, series, '--sr', join(out, 'measurements.dcm'));
    expect(code).toBe(3);
    expect(printed.status).toBe('differs');
  });

  test('refuses what is no segmentation, and the report of another result (3)', () => {
    const wrong = recompute(join(out, 'measurements.dcm'), series);
    expect(wrong.code).toBe(3);
    expect(wrong.printed.issues.map((each) => each.code)).toContain('seg-not-one');
    const other = join(root, 'other');
    expect(calcimap(['analyze', series, '--out', other, '--seg-encoding', 'labelmap']).code).toBe(0);
    const { code, printed } = recompute(seg, series, '--sr', join(other, 'measurements.dcm'));
    expect(code).toBe(3);
    expect(printed.issues.map((each) => each.code)).toContain('recompute-other-segmentation');
    // the label map itself agrees
    expect(recompute(join(other, 'segmentation.dcm'), series).code).toBe(0);
  });
});
