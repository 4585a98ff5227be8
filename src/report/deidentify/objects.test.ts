import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { boxSlices, ORIENTATIONS, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { canonicalVolume, digest } from '../../core/index.ts';
import { writeDicomObjects } from '../dicom-objects/index.ts';
import { drawPage } from '../secondary-capture/page.ts';
import { deidentifierOf, deidentify, deidentifySource } from './index.ts';

it('writes DICOM objects that name nobody and refer to no UID of the source', async () => {
  const secrets = {
    PatientName: 'Geheim^Gerda',
    PatientID: 'ID-4711',
    PatientBirthDate: '19581224',
    AccessionNumber: 'ACC-0815',
    StudyDescription: 'Dr Mabuse',
    ReferringPhysicianName: 'Mabuse^Dr',
    StudyDate: '20240305',
    StudyTime: '123456',
  };
  const study = await studyOf(boxSlices(ORIENTATIONS[0], { extra: secrets }));
  const by = deidentifierOf(study.analysis, 'key');
  const source = { ...study.canonical.source, source: deidentifySource(study.canonical.source.source, by) };
  const analysis = deidentify(study.analysis, by);
  const files: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-deid-'));
  await writeDicomObjects(
    { analysis, canonical: canonicalVolume(source), lesions: study.lesions, keyImages: [] },
    ['seg', 'sr', 'sc', 'ko'],
    async ({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes);
      files.push(new TextDecoder('latin1').decode(bytes));
    },
  );
  expect(files).toHaveLength(4);
  const { studyInstanceUid, seriesInstanceUid, frameOfReferenceUid, dicom } = study.canonical.source.source;
  for (const text of files) {
    for (const secret of [
      ...Object.values(secrets),
      studyInstanceUid!,
      seriesInstanceUid!,
      frameOfReferenceUid!,
      dicom!.frames[0].sopInstanceUid,
    ])
      expect(text.includes(secret), secret).toBe(false);
    expect(text).toContain(by.pseudonym);
  }
  if (spawnSync('/usr/bin/python3', ['-c', 'import pydicom']).status === 0) {
    const script = `import pydicom,json,sys,os
o=[]
for f in sorted(os.listdir(sys.argv[1])):
  d=pydicom.dcmread(os.path.join(sys.argv[1],f))
  o.append([d.PatientIdentityRemoved,d.LongitudinalTemporalInformationModified,[(c.CodeValue,c.CodingSchemeDesignator) for c in d.DeidentificationMethodCodeSequence],str(d.StudyInstanceUID),str(d.StudyDate)])
print(json.dumps(o))`;
    const marks = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, folder], { encoding: 'utf8' })) as unknown[];
    const codes = ['113100', '113107', '113108'].map((each) => [each, 'DCM']);
    const same = ['YES', 'MODIFIED', codes, analysis.study.studyInstanceUid, analysis.study.studyDate!.replaceAll('-', '')];
    expect(marks).toEqual([same, same, same, same]);
  }
  // the picture of the page shows the shifted date and the manifest: another page for another date, the same for the same
  const page = (of: typeof analysis): string => digest(drawPage(of, []).rgb);
  expect(page(analysis)).toBe(page(analysis));
  expect(page({ ...analysis, study: { ...analysis.study, studyDate: study.analysis.study.studyDate } })).not.toBe(page(analysis));
  rmSync(folder, { recursive: true });
});
