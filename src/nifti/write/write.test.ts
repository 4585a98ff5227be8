import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Grid, indexToPatient } from '../../core/index.ts';
import { writeNifti } from './index.ts';

const oblique: Grid = {
  size: [4, 3, 2],
  spacingMm: [0.5, 0.75, 3],
  originMm: [-12, 34, -56],
  direction: [0, -1, 0, 0.8, 0, 0.6, 0.6, 0, -0.8],
};
const hasNibabel = spawnSync('/usr/bin/python3', ['-c', 'import nibabel']).status === 0;

describe('a NIfTI file as written', () => {
  it('is the same bytes each time, gz as well, and refuses voxels that do not fill the grid', () => {
    const voxels = Uint8Array.from({ length: 24 }, (_, at) => at);
    expect(writeNifti({ grid: oblique, voxels, gzip: true })).toEqual(writeNifti({ grid: oblique, voxels, gzip: true }));
    expect(() => writeNifti({ grid: oblique, voxels: voxels.subarray(1), gzip: false })).toThrow(RangeError);
  });

  it.skipIf(!hasNibabel).each([false, true])('opens in nibabel at the same corners, gzip %s (skipped without python3-nibabel)', (gzip) => {
    const folder = mkdtempSync(join(tmpdir(), 'calcimap-nii-'));
    const path = join(folder, gzip ? 'a.nii.gz' : 'a.nii');
    writeFileSync(path, writeNifti({ grid: oblique, voxels: Int16Array.from({ length: 24 }, (_, at) => at - 5), gzip }));
    const script = `import nibabel,json,numpy as n;i=nibabel.load(${JSON.stringify(path)})
c=[0,0,0,1];f=[3,2,1,1]
print(json.dumps([(i.get_sform()@c)[:3].tolist(),(i.get_sform()@f)[:3].tolist(),(i.get_qform()@f)[:3].tolist(),int(i.dataobj[3,2,1]),i.header.get_xyzt_units()]))`;
    const [first, last, lastByQform, voxel, units] = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8' })) as [
      number[],
      number[],
      number[],
      number,
      string[],
    ];
    rmSync(folder, { recursive: true });
    const far = indexToPatient(oblique, [3, 2, 1]);
    expect(first).toEqual([12, -34, -56]);
    [-far[0], -far[1], far[2]].forEach((value, at) => {
      expect(last[at]).toBeCloseTo(value, 4);
      expect(lastByQform[at]).toBeCloseTo(value, 4);
    });
    expect([voxel, units]).toEqual([18, ['mm', 'sec']]);
  });
});
