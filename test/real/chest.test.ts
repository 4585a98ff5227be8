import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Vector3 } from '../../src/core/index.ts';
import { collectFiles, openKernels } from '../../src/host/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { analyze } from '../../src/pipeline/index.ts';
import type { Analysis } from '../../src/report/index.ts';
import { sharedPath } from '../shared.ts';

const folder = sharedPath('data/lidc0001_chest');
const list = sharedPath('data/findings.json');

interface Row {
  name: string;
  lps_mm: Vector3;
}

/** Is the point in the box, or within `margin` mm of it? */
const holds = (box: readonly (readonly number[])[], point: Vector3, margin: number): boolean =>
  point.every((value, axis) => value >= box[0][axis] - margin && value <= box[1][axis] + margin);

describe.skipIf(!folder || !list)('a real chest CT against a reader’s list (skipped where the shared data is missing)', () => {
  let analysis: Analysis;
  let rows: Row[];
  const at = (name: string): Vector3 => {
    const row = rows.find((each) => each.name === name);
    if (!row) throw new Error(`no row ${name}`);
    return row.lps_mm;
  };
  const lesionsAt = (point: Vector3, margin = 4) => analysis.lesions.filter((each) => holds(each.boundingBoxMm, point, margin));
  const reasonsAt = (point: Vector3) => analysis.excluded.filter((each) => holds(each.boundingBoxMm, point, 4)).map((each) => each.reason);

  beforeAll(async () => {
    rows = JSON.parse(readFileSync(list!, 'utf8')) as Row[];
    const { files } = await collectFiles([folder!]);
    const { kernels, close } = await openKernels();
    try {
      const result = await analyze({ files, clinical: [] }, { kernels, knowledge: loadKnowledge() });
      expect(result.status).toBe('done');
      analysis = result.analysis!;
    } finally {
      await close();
    }
  });

  test.each(['abdominal aorta anterior plaque', 'abdominal aorta z10-14 plaque', 'abdominal aorta z18 plaque'])(
    'should report the %s as artery',
    (name) => {
      expect(lesionsAt(at(name)).some((each) => each.compartment === 'artery' && each.expected === null)).toBe(true);
    },
  );
  test('should exclude the clips as metal', () => {
    expect(reasonsAt(at('cholecystectomy clips'))).toContain('metal');
    expect(lesionsAt(at('cholecystectomy clips'), 0)).toEqual([]);
  });
  test('should keep the heavy costal cartilage apart as expected', () => {
    expect(lesionsAt(at('costal cartilage, heavy')).map((each) => each.expected)).toContain('costal-cartilage');
  });
  test('should exclude the dense contrast in the right subclavian vein', () => {
    const point = at('dense contrast in R subclavian/SVC');
    expect(reasonsAt(point)).toContain('contrast');
    expect(lesionsAt(point, 0)).toEqual([]);
  });
  test('should report no rib and no vertebra: nothing of the question is longer than 6 cm or larger than 1 ml', () => {
    const asked = analysis.lesions.filter((each) => each.expected === null);
    expect(asked.length).toBeGreaterThan(10);
    for (const each of asked) expect(each.volumeMm3, JSON.stringify(each.boundingBoxMm)).toBeLessThan(1000);
    for (const each of asked) expect(each.longestDiameterMm).toBeLessThan(60);
  });
  test('should say what limits the result', () => {
    const codes = analysis.issues.map((each) => each.code);
    for (const code of ['anatomy-intravenous-contrast', 'anatomy-metal', 'lesions-thick-slices']) expect(codes).toContain(code);
  });
});
