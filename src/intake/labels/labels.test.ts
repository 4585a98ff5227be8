import { describe, expect, it } from 'vitest';
import { realFile, realFolder } from '../../../test/shared-files.ts';
import { type Grid, indexToPatient, sourceFromBytes, UNKNOWN_SOURCE, type Volume } from '../../core/index.ts';
import { writeNifti } from '../../nifti/index.ts';
import { readInput } from '../read/index.ts';
import { readLabels, TOTALSEGMENTATOR_V1, TOTALSEGMENTATOR_V2 } from './index.ts';

const grid: Grid = { size: [6, 5, 4], spacingMm: [1, 1, 2], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const volume: Volume = {
  grid,
  hu: new Int16Array(120),
  source: UNKNOWN_SOURCE,
};
const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);

describe('readLabels', () => {
  it('knows the TotalSegmentator classes', () => {
    expect([1, 25, 51, 52, 91, 92, 115, 117].map((label) => TOTALSEGMENTATOR_V2.get(label))).toEqual([
      'spleen',
      'sacrum',
      'heart',
      'aorta',
      'skull',
      'rib_left_1',
      'rib_right_12',
      'costal_cartilages',
    ]);
    expect([7, 18, 41, 51, 92, 104].map((label) => TOTALSEGMENTATOR_V1.get(label))).toEqual([
      'aorta',
      'vertebrae_L5',
      'vertebrae_C1',
      'iliac_artery_left',
      'sacrum',
      'urinary_bladder',
    ]);
    expect([TOTALSEGMENTATOR_V2.size, TOTALSEGMENTATOR_V1.size]).toEqual([117, 104]);
  });

  it('places a label map with flipped axes and other spacing by patient coordinates', async () => {
    // Runs towards R, A, I from the far corner, at half the spacing along S.
    const other: Grid = { size: [6, 5, 8], spacingMm: [1, 1, 1], originMm: [5, 4, 7], direction: [-1, 0, 0, 0, -1, 0, 0, 0, -1] };
    const inside = (p: readonly number[]): number => (p[0] < 2 && p[1] > 2 && p[2] > 3 ? 1 : 0);
    const voxels = Uint8Array.from({ length: 240 }, (_, at) =>
      inside(indexToPatient(other, [at % 6, Math.floor(at / 6) % 5, Math.floor(at / 30)])),
    );
    const { labels, issues } = await readLabels(
      [sourceFromBytes('femur_left.nii.gz', writeNifti({ grid: other, voxels, gzip: true }))],
      volume,
    );
    expect(issues).toMatchObject([{ code: 'labels-resampled', severity: 'note', received: '6 x 5 x 8 voxels of 1 x 1 x 1 mm' }]);
    expect(labels?.names).toEqual(new Map([[1, 'femur_left']]));
    const expected = Uint16Array.from({ length: 120 }, (_, at) =>
      inside(indexToPatient(grid, [at % 6, Math.floor(at / 6) % 5, Math.floor(at / 30)])),
    );
    expect(labels?.labels).toEqual(expected);
  });

  it('joins one mask per structure, and says when labels lie elsewhere or are none', async () => {
    const mask = (name: string, at: number, where = grid) =>
      sourceFromBytes(
        name,
        writeNifti({ grid: where, voxels: Uint8Array.from({ length: 120 }, (_, i) => (i === at ? 1 : 0)), gzip: false }),
      );
    const { labels } = await readLabels([mask('aorta.nii', 3), mask('hip_left.nii', 77)], volume);
    expect(labels?.names).toEqual(
      new Map([
        [1, 'aorta'],
        [2, 'hip_left'],
      ]),
    );
    expect([labels?.labels[3], labels?.labels[77]]).toEqual([1, 2]);
    const away = await readLabels([mask('aorta.nii', 3, { ...grid, originMm: [500, 0, 0] })], volume);
    expect(codes(away.issues)).toEqual(['labels-outside', 'labels-resampled']);
    expect(codes((await readLabels([sourceFromBytes('a.txt', new Uint8Array(400))], volume)).issues)).toEqual(['labels-unknown-format']);
  });

  const ct = realFile('totalseg/example_ct.nii.gz');
  const seg = realFile('totalseg/example_seg.nii.gz');
  it.skipIf(ct.skip || seg.skip)('reads a TotalSegmentator label map with the names that it carries', async () => {
    const { volume: torso } = await readInput([ct.file()]);
    const { labels, issues } = await readLabels([seg.file()], torso!);
    expect(issues).toMatchObject([{ code: 'labels-resampled', received: expect.stringMatching(/over 27 % of the volume/) as unknown }]);
    expect(labels?.naming).toBe('file');
    expect(labels?.names.get(52)).toBe('aorta');
    // Blood without contrast, so the name stands on the right voxels.
    let sum = 0;
    let count = 0;
    labels?.labels.forEach((label, at) => {
      if (label !== 52) return;
      sum += torso!.hu[at];
      count++;
    });
    expect(count).toBeGreaterThan(500);
    expect(sum / count).toBeGreaterThan(20);
    expect(sum / count).toBeLessThan(60);
  });

  const slices = realFolder('conformance/dcmqi/segmentations/ct-3slice');
  const liver = realFile('conformance/dcmqi/segmentations/liver.dcm');
  const overlaps = realFile('conformance/dcmqi/segmentations/partial_overlaps.dcm');
  it.skipIf(slices.skip || liver.skip || overlaps.skip)('reads dcmqi segmentations onto their CT', async () => {
    const { volume: three } = await readInput(slices.files());
    const { labels, issues } = await readLabels([liver.file()], three!);
    expect(codes(issues)).toEqual([]);
    expect(labels?.labels.filter((label) => label !== 0).length).toBe(107098); // voxels in the file, counted by pydicom
    const several = await readLabels([overlaps.file()], three!);
    expect(codes(several.issues)).toContain('seg-overlap');
    expect(several.labels?.names.size).toBeGreaterThan(1);
  });

  const image = realFile('conformance/highdicom/ct_image.dcm');
  for (const name of [
    'seg_image_ct_binary_single_frame',
    'seg_image_ct_binary',
    'seg_image_ct_binary_fractional',
    'seg_image_ct_true_fractional',
    'seg_image_ct_binary_overlap',
  ]) {
    const file = realFile(`conformance/highdicom/${name}.dcm`);
    it.skipIf(image.skip || file.skip)(`reads ${name}`, async () => {
      const { volume: one } = await readInput([image.file()]);
      const { labels, issues } = await readLabels([file.file()], one!);
      expect(issues.filter((each) => each.severity === 'error')).toEqual([]);
      expect(labels).not.toBeNull();
    });
  }
});
