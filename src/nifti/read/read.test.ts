import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realFile } from '../../../test/shared-files.ts';
import { indexToPatient, type SourceFile, sourceFromBytes } from '../../core/index.ts';
import { readNifti, readNiftiLabels } from './index.ts';

const hasNibabel = spawnSync('/usr/bin/python3', ['-c', 'import nibabel']).status === 0;
if (!hasNibabel) console.warn('skipped: python3-nibabel is not installed');

/** Images that nibabel writes: every type, both versions, both byte orders, scaling, oblique, and forms that disagree. */
const SCRIPT = `
import sys, numpy as n, nibabel as b
out=sys.argv[1]
a=n.arange(24).reshape(4,3,2)
aff=n.array([[0,-0.75,0,12],[0.4,0,1.8,-34],[0.3,0,-2.4,-56],[0,0,0,1.]])
for t in ['uint8','int8','int16','uint16','int32','uint32','int64','uint64','float32','float64']:
    d=(a-(5 if t[0]!='u' else 0)).astype(t)
    for v,c in ((1,b.Nifti1Image),(2,b.Nifti2Image)):
        c(d,aff,dtype=t).to_filename(f'{out}/{t}-{v}.nii')
h=b.Nifti1Header(endianness='>'); h.set_data_dtype('int16'); b.Nifti1Image(a.astype('>i2'),aff,h).to_filename(out+'/big.nii')
i=b.Nifti1Image((a*2.5-7).astype('f8'),aff); i.set_data_dtype('int16'); i.to_filename(out+'/scaled.nii.gz')
i=b.Nifti1Image(a.astype('i2'),aff); i.set_qform(n.diag([1,1,1,1.]),1); i.set_sform(aff,1); i.to_filename(out+'/disagree.nii')
i=b.Nifti1Image(a.astype('i2'),aff); i.set_qform(aff,1); i.set_sform(None,0); i.to_filename(out+'/qform.nii')
i=b.Nifti1Image(a.astype('i2'),None); i.header.set_zooms((1,2,3)); i.set_qform(None,0); i.set_sform(None,0); i.to_filename(out+'/bare.nii')
sh=aff.copy(); sh[0,0]=0.5; i=b.Nifti1Image(a.astype('i2'),None); i.set_sform(sh,1); i.set_qform(None,0); i.to_filename(out+'/sheared.nii')
i=b.Nifti1Image(a.astype('i2'),n.diag([1e-3,1e-3,2e-3,1])); i.header.set_xyzt_units('meter'); i.to_filename(out+'/metre.nii')
b.Nifti1Image(n.zeros((2,2,2,3),'i2'),aff).to_filename(out+'/four.nii')
b.Nifti1Image(n.array([[[n.nan,1e9,-1e9,3.6]]],dtype='f4'),aff).to_filename(out+'/wild.nii')
`;

const codes = (issues: readonly { code: string }[]): string[] => issues.map((each) => each.code);

describe.skipIf(!hasNibabel)('NIfTI as nibabel writes it', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'calcimap-nib-'));
    execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', SCRIPT, folder], { stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string): SourceFile => sourceFromBytes(name, new Uint8Array(readFileSync(join(folder, name))));
  /** C order of numpy to i fastest. */
  const value = (at: number): number => {
    const [i, j, k] = [at % 4, Math.floor(at / 4) % 3, Math.floor(at / 12)];
    return i * 6 + j * 2 + k;
  };

  const TYPES = ['uint8', 'int8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'];
  it.each(TYPES.flatMap((type) => [`${type}-1.nii`, `${type}-2.nii`]))('%s', async (name) => {
    const { volume, issues } = await readNifti(file(name));
    expect(issues).toEqual([]);
    const offset = name.startsWith('u') ? 0 : 5;
    expect([...volume!.hu]).toEqual(Array.from({ length: 24 }, (_, at) => value(at) - offset));
    const corner = indexToPatient(volume!.grid, [3, 2, 1]);
    // RAS (12 - 2 x 0.75, -34 + 3 x 0.4 + 1.8, -56 + 3 x 0.3 - 2.4) with the first two turned round.
    [-10.5, 31, -57.5].forEach((expected, at) => {
      expect(corner[at]).toBeCloseTo(expected, 4);
    });
  });

  it('big endian and scaled ones', async () => {
    expect([...(await readNifti(file('big.nii'))).volume!.hu]).toEqual(Array.from({ length: 24 }, (_, at) => value(at)));
    const scaled = (await readNifti(file('scaled.nii.gz'))).volume!;
    scaled.hu.forEach((hu, at) => {
      expect(Math.abs(hu - (value(at) * 2.5 - 7))).toBeLessThanOrEqual(0.51);
    });
  });

  it('says that sform and qform disagree, and by how much', async () => {
    const { volume, issues } = await readNifti(file('disagree.nii'));
    expect(issues).toMatchObject([
      { code: 'nifti-forms-disagree', severity: 'warning', received: expect.stringMatching(/^corners [\d.]+ mm apart$/) as unknown },
    ]);
    expect(volume?.grid.originMm).toEqual([-12, 34, -56]);
  });

  it('takes the qform when it is alone, and warns when neither is there', async () => {
    const { volume, issues } = await readNifti(file('qform.nii'));
    expect(issues).toEqual([]);
    expect(volume?.grid.spacingMm.map((side) => Math.round(side * 1e4) / 1e4)).toEqual([0.5, 0.75, 3]);
    const bare = await readNifti(file('bare.nii'));
    expect([codes(bare.issues), bare.volume?.grid.spacingMm]).toEqual([['nifti-no-orientation'], [1, 2, 3]]);
  });

  it('refuses a sheared affine, four dimensions, and clamps what is no HU', async () => {
    expect(codes((await readNifti(file('sheared.nii'))).issues)).toEqual(['nifti-sform-unusable', 'nifti-no-geometry']);
    expect(codes((await readNifti(file('four.nii'))).issues)).toEqual(['nifti-bad-header']);
    const wild = await readNifti(file('wild.nii'));
    expect([[...wild.volume!.hu], codes(wild.issues)]).toEqual([[-1024, 32767, -32768, 4], ['nifti-values-clamped']]);
  });

  it('reads metres as what they are', async () => {
    const { volume } = await readNifti(file('metre.nii'));
    expect(volume?.grid.spacingMm.map((side) => Math.round(side * 1e3) / 1e3)).toEqual([1, 1, 2]);
  });

  it('refuses an image as labels', async () => {
    expect(codes((await readNiftiLabels(file('scaled.nii.gz'))).issues)).toEqual(['nifti-not-labels']);
    expect((await readNiftiLabels(file('uint8-1.nii'))).labels?.labels[4]).toBe(2);
  });
});

describe('a real NIfTI CT', () => {
  const real = realFile('totalseg/example_ct.nii.gz');
  it.skipIf(real.skip || !hasNibabel)('is what nibabel says', async () => {
    const { volume } = await readNifti(real.file());
    expect(volume?.grid).toMatchObject({ size: [122, 101, 112], spacingMm: [3, 3, 3] });
    // nibabel: img.dataobj[60, 50, 56]
    expect(volume?.hu[60 + 122 * (50 + 101 * 56)]).toBe(281);
  });
});
