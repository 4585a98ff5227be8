import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boxSlices, ORIENTATIONS, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { digest } from '../../core/index.ts';
import { writeDicomObjects } from '../dicom-objects/index.ts';
import { createRaster, renderKeyImages } from '../keyimage/index.ts';
import { planSegmentation } from '../segmentation/index.ts';
import { writeSecondaryCapture } from './index.ts';
import { drawLine, lineWidth, wrap } from './letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-sc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const hasPydicom = spawnSync('/usr/bin/python3', ['-c', 'import pydicom']).status === 0;

const NAME = 'حداد^ليلى=山田^太郎';
const study = await studyOf(
  boxSlices(ORIENTATIONS[7], {
    extra: { PatientName: NAME, PatientSex: 'F', StudyDate: '20240305', StudyTime: '101112', StudyID: '7', BodyPartExamined: 'PELVIS' },
  }),
);
const { canonical, lesions, analysis } = study;
const keyImages = renderKeyImages({ volume: canonical.volume, lesions, groups: analysis.groups, anatomy: null });
const inkOf = (text: string): number => {
  const raster = createRaster({ width: 60, height: 60 });
  drawLine(raster, text, { x: 10, y: 20 }, { heightPx: 24, colour: [255, 255, 255] });
  return raster.rgb.reduce((sum, each) => sum + each, 0);
};

describe('secondary-capture.dcm and key-objects.dcm', () => {
  it.skipIf(!has('dciodvfy'))('pass dciodvfy without error or warning, with their file names (skipped without dicom3tools)', async () => {
    const said: Record<string, string> = {};
    const issues = await writeDicomObjects({ analysis, canonical, lesions, keyImages }, ['sc', 'ko'], async ({ name, bytes }) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      said[name] = spawnSync('dciodvfy', [path], { encoding: 'utf8' }).stderr;
    });
    expect(issues).toEqual([]);
    expect(said).toEqual({ 'secondary-capture.dcm': 'SCImage\n', 'key-objects.dcm': 'KeyObjectSelectionDocument\n' });
  });

  it.skipIf(!hasPydicom)(
    'carry the name in the header and no identity in the picture; key slices are those with most of each lesion',
    () => {
      const script = `import pydicom,json,sys,os
s=pydicom.dcmread(sys.argv[1]+'/secondary-capture.dcm');k=pydicom.dcmread(sys.argv[1]+'/key-objects.dcm')
sys.stdout.buffer.write(json.dumps([str(s.PatientName),s.BurnedInAnnotation,list(s.pixel_array.shape),s.ContentQualification,k.ContentTemplateSequence[0].TemplateIdentifier,[str(i.ReferencedSOPSequence[0].ReferencedSOPInstanceUID) for i in k.ContentSequence if i.ValueType=='IMAGE']],ensure_ascii=False).encode())`;
      const [name, burned, shape, qualification, template, images] = JSON.parse(
        execFileSync('/usr/bin/python3', ['-c', script, folder], { encoding: 'utf8' }),
      ) as [string, string, number[], string, string, string[]];
      expect([name, burned, shape, qualification, template]).toEqual([NAME, 'NO', [1754, 1240, 3], 'RESEARCH', '2010']);
      const { keyFrameOf } = planSegmentation(study).value!;
      expect(images).toEqual([...new Set(['L1', 'L3'].map((id) => keyFrameOf.get(id)!.sopInstanceUid))]);
    },
  );

  it('is the same page for the same result, whoever the patient is', () => {
    const page = (from: typeof study.analysis): Uint8Array => writeSecondaryCapture({ analysis: from, canonical, keyImages }).value!;
    expect(digest(page(analysis))).toBe(digest(page(analysis)));
    const other = {
      ...analysis,
      study: { ...analysis.study, patient: { ...analysis.study.patient, patientName: 'Other^Name', patientId: '9' } },
    };
    const pixels = 3 * 1240 * 1754;
    expect(digest(page(other).slice(-pixels))).toBe(digest(page(analysis).slice(-pixels)));
  });
});

describe('lettering', () => {
  it('draws every printable ASCII letter and the signs of the reports as a letter of its own', () => {
    const letters = [
      ...Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((each) => !'$@\\^`{}~'.includes(each)),
      ...'³²×÷±°µ≥≤',
    ];
    const unknown = inkOf('☃');
    for (const letter of letters) expect([0, unknown], letter).not.toContain(inkOf(letter));
    expect(inkOf('$')).toBe(unknown);
  });
  it('puts marks on letters, and spells what has no letter', () => {
    for (const [marked, bare] of [
      ['ö', 'o'],
      ['é', 'e'],
      ['Ä', 'A'],
      ['ç', 'c'],
      ['ñ', 'n'],
    ])
      expect(inkOf(marked), marked).toBeGreaterThan(inkOf(bare));
    expect(lineWidth('æ', 12)).toBe(lineWidth('ae', 12));
  });
  it('breaks lines between words, and words that are wider than a line', () => {
    expect(wrap('one two', lineWidth('one t', 12), 12)).toEqual(['one', 'two']);
    expect(wrap('abcdef', lineWidth('abc', 12) + 1, 12).join('')).toBe('abcdef');
  });
});
