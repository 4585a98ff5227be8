import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sharedPath } from '../../../test/shared.ts';
import { realFile } from '../../../test/shared-files.ts';
import { readSegmentation } from './index.ts';

const hasPydicom = spawnSync('/usr/bin/python3', ['-c', 'import pydicom']).status === 0;
if (!hasPydicom) console.warn('skipped: python3-pydicom is not installed');

/** Voxels of each segment by pydicom: frames counted by their segment; fractional at half of the maximum; label map by value. */
const SCRIPT = `
import sys,json,pydicom,numpy as n
d=pydicom.dcmread(sys.argv[1]); a=d.pixel_array
a=a.reshape((-1,)+a.shape[-2:]); out={}
kind=d.SegmentationType
if kind=='LABELMAP':
    v,c=n.unique(a,return_counts=True); out={int(x):int(y) for x,y in zip(v,c) if x} # 0 is called Background in both
else:
    t=d.MaximumFractionalValue/2 if kind=='FRACTIONAL' else 1
    shared=d.SharedFunctionalGroupsSequence[0]
    for f,g in zip(a,d.PerFrameFunctionalGroupsSequence):
        s=int((g if 'SegmentIdentificationSequence' in g else shared).SegmentIdentificationSequence[0].ReferencedSegmentNumber)
        out[s]=out.get(s,0)+int((f>=t).sum())
print(json.dumps(out))`;

/** Files whose segments do not overlap, so that counts per segment must be the same. */
const FILES = [
  'dcmqi/segmentations/liver.dcm',
  'dcmqi/segmentations/24x38x3/seg/label.seg',
  'dcmqi/sr-example/seg.dcm',
  'dcmjs/QIICR_Test3/tumor_User1_Manual_Trial1.dcm',
  'highdicom/seg_image_ct_binary.dcm',
  'highdicom/seg_image_ct_binary_fractional.dcm',
  'highdicom/seg_image_ct_true_fractional.dcm',
  'highdicom/seg_image_ct_binary_single_frame.dcm',
  'pydicom_data/liver_rle.dcm',
  'dcmqi/segmentations/sparse-labelmap-noppv.dcm',
  'dcmqi/segmentations/sparse-labelmap-ppv5.dcm',
];

describe('a segmentation has the voxels that pydicom counts', () => {
  for (const name of FILES) {
    const real = realFile(`conformance/${name}`);
    it.skipIf(real.skip || !hasPydicom)(name, async () => {
      const { segmentation, issues } = await readSegmentation(real.file());
      expect(issues.filter((each) => each.severity !== 'note')).toEqual([]);
      const counted: Record<string, number> = {};
      for (const label of segmentation!.labels) if (label !== 0) counted[label] = (counted[label] ?? 0) + 1;
      const by = name === 'pydicom_data/liver_rle.dcm' ? 'dcmqi/segmentations/liver.dcm' : name;
      const truth = JSON.parse(
        execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', SCRIPT, sharedPath(`data/conformance/${by}`)!], { encoding: 'utf8' }),
      ) as Record<string, number>;
      expect(counted).toEqual(Object.fromEntries(Object.entries(truth).filter(([, voxels]) => voxels > 0)));
    });
  }

  for (const name of ['highdicom/sm_image.dcm', 'highdicom/seg_image_sm_dots.dcm', 'pydicom_test_files/CT_small.dcm']) {
    const real = realFile(`conformance/${name}`);
    it.skipIf(real.skip)(`refuses ${name} by name`, async () => {
      const { segmentation, issues } = await readSegmentation(real.file());
      expect(segmentation).toBeNull();
      expect(issues.map((each) => each.code)).toContainEqual(expect.stringMatching(/^seg-(not-one|no-geometry)$/));
    });
  }
});
