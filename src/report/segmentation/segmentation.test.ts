import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BOXES, boxAt, boxEnhanced, boxSlices, ORIENTATIONS, type Study, studyOf } from '../../../test/fixtures/dicom-study.ts';
import { canonicalVolume, indexToPatient, sourceFromBytes, type Vector3, voxelCount } from '../../core/index.ts';
import { readSegmentation } from '../../dicom/index.ts';
import { cielabOf, planSegmentation, type SegmentationOptions, writeSegmentation } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-seg-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const hasPydicom = spawnSync('/usr/bin/python3', ['-c', 'import pydicom']).status === 0;

function segOf(study: Study, options?: Partial<SegmentationOptions>): Uint8Array {
  const { value, issues } = planSegmentation({ ...study, options });
  if (!value) throw new Error(JSON.stringify(issues));
  return writeSegmentation(value);
}

/** Patient positions of every set pixel, by segment, worked out by pydicom from the frames alone. */
const SCRIPT = `
import sys,json,pydicom,numpy as n
out={}
for path in sys.argv[1:]:
    d=pydicom.dcmread(path); a=d.pixel_array; a=a.reshape((-1,)+a.shape[-2:])
    o=[float(x) for x in d.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0].ImageOrientationPatient]
    s=[float(x) for x in d.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing]
    seg={}
    for f,g in zip(a,d.PerFrameFunctionalGroupsSequence):
        p=[float(x) for x in g.PlanePositionSequence[0].ImagePositionPatient]
        for y,x in zip(*n.nonzero(f)):
            k=int(g.SegmentIdentificationSequence[0].ReferencedSegmentNumber) if d.SegmentationType=='BINARY' else int(f[y,x])
            seg.setdefault(k,[]).append([round(p[i]+o[i]*s[1]*float(x)+o[3+i]*s[0]*float(y),3)+0 for i in range(3)])
    out[path]={k:sorted(v) for k,v in seg.items()}
print(json.dumps(out))`;

const byPydicom = (paths: readonly string[]): Record<string, Record<string, Vector3[]>> =>
  JSON.parse(
    execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', SCRIPT, ...paths], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
  ) as Record<string, Record<string, Vector3[]>>;

/** Voxel centres of each lesion, from its box and the grid. */
function truth(study: Study): Record<string, Vector3[]> {
  const { grid } = study.canonical.source;
  const out: Record<string, Vector3[]> = {};
  for (let at = 0; at < voxelCount(grid); at++) {
    const p = indexToPatient(grid, [
      at % grid.size[0],
      Math.floor(at / grid.size[0]) % grid.size[1],
      Math.floor(at / (grid.size[0] * grid.size[1])),
    ]);
    const box = boxAt(p);
    if (box >= 0) out[box + 1] = [...(out[box + 1] ?? []), p.map((x) => Math.round(x * 1000) / 1000 + 0) as unknown as Vector3];
  }
  return out;
}

const sorted = (points: readonly Vector3[]): string[] => points.map((p) => p.map((x) => x.toFixed(3)).join(' ')).sort();

describe('segmentation.dcm', () => {
  it.skipIf(!hasPydicom)(
    'has the lesions where they are in all 48 orientations, as pydicom reads it (skipped without python3-pydicom)',
    async () => {
      const studies = new Map<string, Study>();
      for (const orientation of ORIENTATIONS)
        for (const encoding of ['binary', 'labelmap'] as const) {
          const study = await studyOf(boxSlices(orientation));
          const path = join(folder, `${orientation.name}-${encoding}.dcm`);
          writeFileSync(path, segOf(study, { encoding }));
          studies.set(path, study);
        }
      const read = byPydicom([...studies.keys()]);
      expect(Object.keys(read)).toHaveLength(96);
      for (const [path, study] of studies) {
        const expected = truth(study);
        expect(Object.keys(read[path])).toEqual(['1', '2', '3']);
        for (const segment of ['1', '2', '3']) expect(sorted(read[path][segment]), path).toEqual(sorted(expected[segment]));
      }
    },
  );

  it.skipIf(!hasPydicom)('lies on the tilted slices of the input, within half a pixel, in all 48 orientations', async () => {
    const studies = new Map<string, Study>();
    for (const [index, orientation] of ORIENTATIONS.entries()) {
      const study = await studyOf(boxSlices(orientation, { shear: Math.tan(((index % 2 ? 17 : -12) * Math.PI) / 180) }));
      expect(study.canonical.source.source.dicom?.resampled).toBe(true);
      const path = join(folder, `tilt-${orientation.name}.dcm`);
      writeFileSync(path, segOf(study));
      studies.set(path, study);
    }
    const read = byPydicom([...studies.keys()]);
    const half = 1.25 + 1e-3;
    for (const [path, study] of studies)
      study.lesions.forEach((lesion, index) => {
        const points = read[path][index + 1];
        expect(points, path).toHaveLength(lesion.voxels.length);
        const [low, high] = BOXES[index];
        for (const p of points)
          expect(
            p.every((x, axis) => x >= low[axis] - half && x <= high[axis] + half),
            `${path} ${p.join(' ')}`,
          ).toBe(true);
      });
  });

  it('is read back by the reader of this project with the same voxels, in every orientation', async () => {
    for (const orientation of ORIENTATIONS) {
      const study = await studyOf(boxSlices(orientation));
      const { segmentation, issues } = await readSegmentation(sourceFromBytes('seg', segOf(study)));
      expect(issues).toEqual([]);
      const { grid, labels } = segmentation!;
      const found: Record<string, Vector3[]> = {};
      for (let at = 0; at < labels.length; at++)
        if (labels[at]) {
          const p = indexToPatient(grid, [
            at % grid.size[0],
            Math.floor(at / grid.size[0]) % grid.size[1],
            Math.floor(at / (grid.size[0] * grid.size[1])),
          ]);
          found[labels[at]] = [...(found[labels[at]] ?? []), p];
        }
      const expected = truth(study);
      for (const segment of ['1', '2', '3']) expect(sorted(found[segment])).toEqual(sorted(expected[segment]));
    }
  });

  it('is read back from tilted slices with the same voxels, within half a pixel', async () => {
    for (const orientation of ORIENTATIONS.slice(0, 12)) {
      const study = await studyOf(boxSlices(orientation, { shear: Math.tan((17 * Math.PI) / 180) }));
      const { segmentation, issues } = await readSegmentation(sourceFromBytes('seg', segOf(study)));
      expect(issues).toEqual([]);
      const { grid, labels } = segmentation!;
      const counts = [0, 0, 0];
      for (let at = 0; at < labels.length; at++) {
        if (labels[at] === 0) continue;
        counts[labels[at] - 1]++;
        const [low, high] = BOXES[labels[at] - 1];
        const p = indexToPatient(grid, [
          at % grid.size[0],
          Math.floor(at / grid.size[0]) % grid.size[1],
          Math.floor(at / (grid.size[0] * grid.size[1])),
        ]);
        // half a pixel where the frame was put on the slice, and half where it was put back
        expect(p.every((x, axis) => x >= low[axis] - 2.501 && x <= high[axis] + 2.501)).toBe(true);
      }
      expect(counts).toEqual(study.lesions.map((each) => each.voxels.length));
    }
  });

  it.skipIf(!has('dciodvfy'))('passes dciodvfy without error or warning (skipped without dicom3tools)', async () => {
    const study = await studyOf(
      boxSlices(ORIENTATIONS[0], {
        extra: {
          PatientName: '<script>alert(1)</script>^Ö"Brien=山田^太郎',
          PatientSex: 'F',
          StudyDate: '20240305',
          StudyTime: '101112',
          StudyID: '7',
        },
      }),
    );
    for (const options of [{}, { segments: 'group' }] as const) {
      const path = join(folder, 'checked.dcm');
      writeFileSync(path, segOf(study, options));
      const run = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
      expect(run.stderr).toBe('Segmentation\n');
    }
  });

  it.skipIf(!hasPydicom || !has('dciodvfy'))('refers to the frames of an enhanced CT by their numbers, and passes dciodvfy', async () => {
    const study = await studyOf([boxEnhanced(ORIENTATIONS[0])]);
    const path = join(folder, 'of-enhanced.dcm');
    writeFileSync(path, segOf(study));
    expect(sorted(byPydicom([path])[path]['1'])).toEqual(sorted(truth(study)['1']));
    const script = `import pydicom,sys,json;d=pydicom.dcmread(sys.argv[1])
print(json.dumps([[float(g.PlanePositionSequence[0].ImagePositionPatient[2]),int(g.DerivationImageSequence[0].SourceImageSequence[0].ReferencedFrameNumber)] for g in d.PerFrameFunctionalGroupsSequence]))`;
    const pairs = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8' })) as [number, number][];
    const { frames } = study.canonical.source.source.dicom!;
    for (const [z, frame] of pairs) expect(frames.find((each) => each.frame === frame)!.positionMm[2]).toBeCloseTo(z, 6);
    const run = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
    expect(run.stderr).not.toMatch(/^Error/m);
  });

  it('keeps the place of a slice that is missing in the series, and says what it came from', async () => {
    const study = await studyOf(boxSlices(ORIENTATIONS[0], { skip: [4] }));
    const { segmentation } = await readSegmentation(sourceFromBytes('seg', segOf(study)));
    expect(segmentation!.labels.filter((each) => each !== 0)).toHaveLength(
      study.lesions.reduce((sum, each) => sum + each.voxels.length, 0),
    );
  });

  it('is the same bytes each time, has other UIDs when anything differs, and leaves out what the reader rejected', async () => {
    const study = await studyOf(boxSlices(ORIENTATIONS[0]));
    expect(segOf(study)).toEqual(segOf(study));
    const rejected = {
      ...study.analysis,
      lesions: study.analysis.lesions.map((each) => ({ ...each, decision: each.id === 'L2' ? ('rejected' as const) : null })),
    };
    const [whole, rest] = [study.analysis, rejected].map((analysis) => planSegmentation({ ...study, analysis }).value!.reference);
    expect(rest.sopInstanceUid).not.toBe(whole.sopInstanceUid);
    expect([...rest.segmentOf]).toEqual([
      ['L1', 1],
      ['L3', 2],
    ]);
  });

  it('refuses a volume without a series by a named issue', async () => {
    const study = await studyOf(boxSlices(ORIENTATIONS[0]));
    const source = { ...study.canonical.source, source: { ...study.canonical.source.source, format: 'nifti' as const, dicom: undefined } };
    const { value, issues } = planSegmentation({ ...study, canonical: { ...canonicalVolume(source), source } });
    expect(value).toBeNull();
    expect(issues.map((each) => each.code)).toEqual(['dicom-objects-need-a-series']);
  });
});

describe('display colours', () => {
  it('are CIELab as known for white, black and pure red (D50: 54.29, 80.81, 69.89)', () => {
    expect(cielabOf([255, 255, 255]).map((each, at) => Math.round(each / (at ? 257 : 655.35)))).toEqual([100, 128, 128]);
    expect(cielabOf([0, 0, 0])).toEqual([0, 32896, 32896]);
    const [l, a, b] = cielabOf([255, 0, 0]);
    expect(l / 655.35).toBeCloseTo(54.29, 1);
    expect(a / 257 - 128).toBeCloseTo(80.81, 0);
    expect(b / 257 - 128).toBeCloseTo(69.89, 0);
  });
});
