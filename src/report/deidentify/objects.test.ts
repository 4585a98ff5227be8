import { expect, it } from 'vitest';
import { boxSlices, ORIENTATIONS, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { canonicalVolume } from '../../core/index.ts';
import { writeDicomObjects } from '../dicom-objects/index.ts';
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
  await writeDicomObjects(
    { analysis, canonical: canonicalVolume(source), lesions: study.lesions, keyImages: [] },
    ['seg', 'sr', 'sc', 'ko'],
    async ({ bytes }) => {
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
});
