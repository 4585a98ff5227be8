import { describe, expect, it } from 'vitest';
import { realFolder } from '../../../test/shared-files.ts';
import { readWhole, sourceFromBytes, uidFromName } from '../../core/index.ts';
import { writePart10 } from '../../dicom/index.ts';
import { listSeries } from '../read/index.ts';
import { checkDicomdir, DICOMDIR_CLASS } from './index.ts';

const directory = (ids: string[][]) =>
  sourceFromBytes(
    'disc/DICOMDIR',
    writePart10({
      SOPClassUID: DICOMDIR_CLASS,
      SOPInstanceUID: uidFromName('dir'),
      DirectoryRecordSequence: ids.map((id) => ({ DirectoryRecordType: 'IMAGE', ReferencedFileID: id })),
    }),
  );

describe('a DICOMDIR', () => {
  it('says which of its files are missing, whatever the case of their names', async () => {
    const issues = await checkDicomdir(
      directory([
        ['IMG', 'A1'],
        ['IMG', 'A2'],
      ]),
      ['disc/img/a1', 'disc/DICOMDIR'],
    );
    expect(issues).toMatchObject([{ code: 'dicomdir-missing-files', received: '1 of 2 are not there (IMG/A2)' }]);
  });

  it('never follows a file id that leaves its root (CVE-2026-32711)', async () => {
    for (const id of ['..\\..\\ETC\\PASSWD', '/etc/passwd', 'C:\\X', 'A\\..\\B', 'A/../../B', '..']) {
      // The strict writer does not write such an id, so a lawful one of the same length is overwritten.
      const lawful = 'Q'.repeat(id.length);
      const file = directory([[lawful]]);
      const bytes = await readWhole(file);
      const at = new TextDecoder('latin1').decode(bytes).indexOf(lawful);
      bytes.set(new TextEncoder().encode(id), at);
      expect(await checkDicomdir(sourceFromBytes(file.path, bytes), []), id).toMatchObject([{ code: 'dicomdir-escapes' }]);
    }
  });

  const real = realFolder('conformance/pydicom_test_files/dicomdirtests/TINY_ALPHA');
  it.skipIf(real.skip)('is read beside its files', async () => {
    const { series, issues } = await listSeries(real.files());
    expect(series.length).toBeGreaterThan(0);
    expect(issues.filter((each) => each.code.startsWith('dicomdir'))).toEqual([]);
  });
});
