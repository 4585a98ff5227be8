import { describe, expect, test } from 'vitest';
import { voxelVolumeMm3 } from '../../core/index.ts';
import { makePhantom, PHANTOM_NAMES, phantomFiles } from './index.ts';

const SMALL = { seed: 7, size: [128, 128, 48] as const };

describe.each(PHANTOM_NAMES)('phantom %s', (name) => {
  const phantom = makePhantom(name, SMALL);

  test('labels lie where the truth says, on the side it says', () => {
    const { grid } = phantom.volume;
    const [nx, ny] = grid.size;
    expect(phantom.truth.lesions.length).toBeGreaterThan(2);
    for (const lesion of phantom.truth.lesions) {
      const sum = [0, 0, 0, 0];
      phantom.labels.forEach((label, at) => {
        if (label !== lesion.label) return;
        sum[0]++;
        sum[1] += at % nx;
        sum[2] += Math.floor(at / nx) % ny;
        sum[3] += Math.floor(at / (nx * ny));
      });
      if (sum[0] < 8) continue;
      const centre = [1, 2, 3].map((n) => grid.originMm[n - 1] + (sum[n] / sum[0]) * grid.spacingMm[n - 1]);
      expect(Math.hypot(...centre.map((value, a) => value - lesion.centroidMm[a]))).toBeLessThan(4);
      if (lesion.side === 'left') expect(centre[0]).toBeGreaterThan(0);
      if (lesion.side === 'right') expect(centre[0]).toBeLessThan(0);
    }
  });

  test('left and right differ, so a mirrored reading is seen', () => {
    const volume = (side: 'left' | 'right'): number =>
      phantom.truth.lesions.filter((lesion) => lesion.side === side).reduce((sum, lesion) => sum + lesion.volumeMm3, 0);
    expect(Math.abs(volume('left') - volume('right'))).toBeGreaterThan(30);
  });

  test('labelled volume comes near the analytic one', () => {
    const cell = voxelVolumeMm3(phantom.volume.grid);
    const labelled = phantom.labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0) * cell;
    const analytic = phantom.truth.lesions.reduce((sum, lesion) => sum + lesion.volumeMm3, 0);
    // A vessel's wall is thinner than these coarse voxels, so most of it has no majority voxel.
    expect(labelled / analytic).toBeGreaterThan(name === 'vascular' ? 0.3 : 0.6);
    expect(labelled / analytic).toBeLessThan(1.2);
  });
});

test('the same seed gives the same bytes, another seed another patient, a rescan the same patient', () => {
  const size = [64, 64, 16] as const;
  const once = makePhantom('circumscripta', { seed: 3, size });
  const twice = makePhantom('circumscripta', { seed: 3, size });
  expect(twice.volume.hu).toEqual(once.volume.hu);
  expect(JSON.stringify(twice.truth)).toBe(JSON.stringify(once.truth));
  const other = makePhantom('circumscripta', { seed: 4, size });
  expect(JSON.stringify(other.truth.lesions)).not.toBe(JSON.stringify(once.truth.lesions));
  const rescan = makePhantom('circumscripta', { seed: 3, size, shiftMm: [0.4, -0.3, 0.5], noiseSeed: 99 });
  expect(rescan.truth.lesions.map((lesion) => lesion.volumeMm3)).toEqual(once.truth.lesions.map((lesion) => lesion.volumeMm3));
  expect(rescan.volume.hu).not.toEqual(once.volume.hu);
});

test('files: one series, truth, labels and a clinical file', () => {
  const phantom = makePhantom('tumoral', { seed: 1, size: [48, 48, 12] });
  const paths = phantomFiles(phantom).map((file) => file.path);
  expect(paths.filter((path) => path.startsWith('dicom/'))).toHaveLength(12);
  expect(paths).toEqual(expect.arrayContaining(['truth.json', 'labels.nii.gz', 'case.yaml']));
});
