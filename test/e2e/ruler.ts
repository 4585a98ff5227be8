import { join } from 'node:path';
import { type Grid, type Matrix3, UNKNOWN_ACQUISITION, type Vector3 } from '../../src/core/index.ts';
import { writeNifti } from '../../src/nifti/index.ts';
import { buildAnalysis, toJsonText } from '../../src/report/index.ts';
import type { PlaneName } from '../../web/src/viewer/planes.ts';
import { sampleParts } from '../fixtures/analysis-parts.ts';
import { put } from './stage.ts';

/** Oblique and anisotropic, so that no axis stands for another; two voxels marked in each plane. */
export const ruler: { grid: Grid; marks: Readonly<Record<PlaneName, readonly [Vector3, Vector3]>> } = (() => {
  const [a, b] = [(12 * Math.PI) / 180, (8 * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const direction: Matrix3 = [ca, -sa * cb, sa * sb, sa, ca * cb, -ca * sb, 0, sb, cb];
  return {
    grid: { size: [80, 60, 40], spacingMm: [0.9, 0.9, 2.5], originMm: [-30, -20, -50], direction },
    marks: {
      axial: [
        [20, 15, 20],
        [61, 44, 20],
      ],
      coronal: [
        [15, 30, 6],
        [66, 30, 33],
      ],
      sagittal: [
        [40, 11, 8],
        [40, 52, 31],
      ],
    },
  };
})();
export const MARK_HU = 1234;

/** Stores a study whose only bright voxels are the marks of {@link ruler}. */
export function putRuler(folder: string): void {
  const { grid, marks } = ruler;
  const hu = new Int16Array(80 * 60 * 40).fill(-200);
  for (const [i, j, k] of Object.values(marks).flat()) hu[i + 80 * (j + 60 * k)] = MARK_HU;
  const parts = sampleParts();
  put(join(folder, 'analysis.json'), toJsonText(buildAnalysis({ ...parts, lesionReading: null, differentials: new Map() })));
  put(join(folder, 'viewer', 'volume.nii'), writeNifti({ grid, voxels: hu, gzip: false }));
  put(join(folder, 'viewer', 'scan.json'), JSON.stringify({ grid, acquisition: UNKNOWN_ACQUISITION, lesions: {} }));
}
