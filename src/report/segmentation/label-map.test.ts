import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boxSlices, ORIENTATIONS, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { writeStructuredReport } from '../structured-report/index.ts';
import { planSegmentation, writeSegmentation } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-map-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const python = (script: string, path: string): unknown =>
  JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
const can = (what: string): boolean => spawnSync('/usr/bin/python3', ['-c', what]).status === 0;
const hasPydicom = can('import pydicom, numpy');
const hasCodes = can('import pydicom; from pydicom.sr._concepts_dict import concepts');

const study = await studyOf(boxSlices(ORIENTATIONS[7]));
const pathOf = (encoding: 'binary' | 'labelmap'): string => {
  const path = join(folder, `${encoding}.dcm`);
  writeFileSync(path, writeSegmentation(planSegmentation({ ...study, options: { encoding } }).value!));
  return path;
};

/** What Supplement 243 asks of a label map beyond a binary segmentation, in the order of PS3.3 A.51, C.8.20.2 and C.8.20.3. */
const RULES = `import pydicom,json,sys,numpy as n
d=pydicom.dcmread(sys.argv[1])
numbers=[int(s.SegmentNumber) for s in d.SegmentSequence]
px=n.frombuffer(d.PixelData,'u1' if d.BitsAllocated==8 else '<u2')[:int(d.NumberOfFrames)*d.Rows*d.Columns]
per=d.PerFrameFunctionalGroupsSequence
places=[tuple(map(float,f.PlanePositionSequence[0].ImagePositionPatient)) for f in per]
rules={
'class':d.SOPClassUID=='1.2.840.10008.5.1.4.1.1.66.7',
'type':d.SegmentationType=='LABELMAP',
'8 or 16 bits, all used':d.BitsAllocated in(8,16) and d.BitsStored==d.BitsAllocated and d.HighBit==d.BitsStored-1,
'unsigned grey':d.PixelRepresentation==0 and d.SamplesPerPixel==1 and d.PhotometricInterpretation=='MONOCHROME2',
'background is the padding value':d.PixelPaddingValue==0 and d['PixelPaddingValue'].VR=='US' and 0 not in numbers,
'no fraction':'SegmentationFractionalType' not in d and 'MaximumFractionalValue' not in d,
'no segment named by a frame':not any('SegmentIdentificationSequence' in f for f in list(per)+list(d.SharedFunctionalGroupsSequence)),
'no segment as a dimension':all(i.DimensionIndexPointer!=0x0062000B for i in d.DimensionIndexSequence),
'one frame a place':len(set(places))==len(places)==int(d.NumberOfFrames)==len(per),
'no overlap':d.get('SegmentsOverlap','NO')=='NO',
'every value described, every segment there':sorted(set(px.tolist())-{0})==sorted(numbers),
'tracked':len({s.TrackingUID for s in d.SegmentSequence})==len(numbers),
'even length':len(d.PixelData)%2==0,
}
print(json.dumps([k for k,v in rules.items() if not v]))`;

/** Codes of public schemes that pydicom's copy of the standard (PS3.16 and SNOMED CT's list in it) does not hold. */
const CODES = `import pydicom,json,sys
from pydicom.sr._concepts_dict import concepts
known={(s,v) for s,names in concepts.items() for codes in names.values() for v in codes}
out=[]
def walk(d):
  for e in d:
    if e.VR!='SQ': continue
    for i in e.value:
      if 'CodingSchemeDesignator' in i and 'CodeMeaning' in i:
        c=(i.CodingSchemeDesignator,i.get('CodeValue',i.get('LongCodeValue')))
        if c[0] in('SCT','DCM') and c not in known: out.append([*c,i.CodeMeaning])
      walk(i)
walk(pydicom.dcmread(sys.argv[1]))
print(json.dumps(out))`;

describe('a label map', () => {
  it.skipIf(!hasPydicom)('keeps every rule of its IOD; a binary one does not (skipped without python3-pydicom)', () => {
    expect(python(RULES, pathOf('labelmap'))).toEqual([]);
    const broken = python(
      RULES.replace('d.PixelPaddingValue==0', "d.get('PixelPaddingValue')==0").replace("d['PixelPaddingValue'].VR=='US'", 'True'),
      pathOf('binary'),
    );
    expect(broken).toEqual(expect.arrayContaining(['class', 'type', 'no segment named by a frame', 'no segment as a dimension']));
  });

  it.skipIf(spawnSync('which', ['dcmdump']).status !== 0)('is read by DCMTK without a word (skipped without dcmtk)', () => {
    const run = spawnSync('dcmdump', ['-q', '+P', 'SegmentationType', pathOf('labelmap')], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('[LABELMAP]');
  });
});

it.skipIf(!hasCodes)(
  'every SNOMED CT and DICOM code of segmentation and measurements is in the standard (skipped without python3-pydicom)',
  () => {
    const path = join(folder, 'sr.dcm');
    writeFileSync(path, writeStructuredReport({ ...study, segmentation: planSegmentation(study).value!.reference }).value!);
    for (const each of [path, pathOf('binary')]) expect(python(CODES, each)).toEqual([]);
  },
);
