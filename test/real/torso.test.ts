import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/report/index.ts';
import { calcimap } from '../cli/run.ts';
import { sharedPath } from '../shared.ts';

const scan = sharedPath('data/totalseg/example_ct.nii.gz');
const segmentation = sharedPath('data/totalseg/example_seg.nii.gz');

describe.skipIf(!scan || !segmentation)(
  'a real torso CT with a segmentation made elsewhere (skipped where the shared data is missing)',
  () => {
    const run = (...more: string[]): Analysis => {
      const out = mkdtempSync(join(tmpdir(), 'calcimap-torso-'));
      try {
        const { code, out: text, err } = calcimap(['analyze', scan!, '--out', out, '--json', ...more]);
        expect(code, err).toBe(0);
        return JSON.parse(text) as Analysis;
      } finally {
        rmSync(out, { recursive: true });
      }
    };

    test('should take the given labels first, and say so', () => {
      const given = run('--anatomy', segmentation!);
      const own = run();
      expect(given.anatomy.source).toBe('given');
      expect(own.anatomy.source).toBe('measured');
      expect(given.manifest.inputHash).not.toBe(own.manifest.inputHash);
      expect(given.issues.map((each) => each.code)).not.toContain('anatomy-label-unknown');
    });
    test('should find the renal stones on both sides and the aortic plaque, and leave the femoral nail out', () => {
      const analysis = run('--anatomy', segmentation!);
      const asked = analysis.lesions.filter((each) => each.expected === null);
      for (const side of ['left', 'right'])
        expect(asked.some((each) => each.compartment === 'viscera' && each.side === side && each.maxHu > 1000)).toBe(true);
      expect(asked.some((each) => each.compartment === 'artery')).toBe(true);
      expect(analysis.lesions.some((each) => each.expected === 'phlebolith')).toBe(true);
      expect(analysis.excluded.some((each) => each.reason === 'metal')).toBe(true);
    });
  },
);
