import { type Grid, type Issue, issue, type Vector3 } from '../../core/index.ts';
import { gridFromRas, rotationOf } from '../header/index.ts';
import { type NiftiHeader, sizeOf } from './fields.ts';

/** Corners that sform and qform place further apart than this are a disagreement. */
const AGREE_MM = 0.1;
/** Cosine of two axes above which an affine is sheared and no grid of right angles. */
const ORTHOGONAL = 1e-3;

function qformAffine(header: NiftiHeader): number[] {
  const [b, c, d] = header.quaternion;
  const rotation = rotationOf({ b, c, d, qfac: header.pixdim[0] < 0 ? -1 : 1 });
  const rows: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) rows.push(rotation[3 * row + column] * Math.abs(header.pixdim[column + 1]) * header.toMm);
    rows.push(header.qoffset[row] * header.toMm);
  }
  return rows;
}

const usable = (affine: readonly number[]): boolean => {
  if (!affine.every(Number.isFinite)) return false;
  const lengths = [0, 1, 2].map((c) => Math.hypot(affine[c], affine[4 + c], affine[8 + c]));
  if (lengths.some((length) => !(length > 1e-6 && length < 1e4))) return false;
  const dot = (a: number, b: number): number =>
    (affine[a] * affine[b] + affine[4 + a] * affine[4 + b] + affine[8 + a] * affine[8 + b]) / (lengths[a] * lengths[b]);
  return Math.abs(dot(0, 1)) < ORTHOGONAL && Math.abs(dot(0, 2)) < ORTHOGONAL && Math.abs(dot(1, 2)) < ORTHOGONAL;
};

/** Largest distance between the corners that two affines give a box, mm. */
function apart(a: readonly number[], b: readonly number[], size: Vector3): number {
  let worst = 0;
  for (let corner = 0; corner < 8; corner++) {
    const index = [corner & 1 ? size[0] - 1 : 0, corner & 2 ? size[1] - 1 : 0, corner & 4 ? size[2] - 1 : 0];
    const delta = [0, 1, 2].map((row) =>
      [0, 1, 2].reduce((sum, c) => sum + (a[4 * row + c] - b[4 * row + c]) * index[c], a[4 * row + 3] - b[4 * row + 3]),
    );
    worst = Math.max(worst, Math.hypot(delta[0], delta[1], delta[2]));
  }
  return worst;
}

/**
 * The grid of a header. The sform stands when its code is set and its axes are at right angles, else the qform, else
 * the bare pixdim (with an issue: then left and right are not known).
 */
export function niftiGrid(header: NiftiHeader, where: string): { grid: Grid | null; issues: Issue[] } {
  const issues: Issue[] = [];
  const size = sizeOf(header);
  const sform = header.sform.map((value) => value * header.toMm);
  const qform = qformAffine(header);
  const s = header.sformCode > 0 && usable(sform);
  const q = header.qformCode > 0 && usable(qform);
  if (header.sformCode > 0 && !s)
    issues.push(
      issue('warning', {
        code: 'nifti-sform-unusable',
        where,
        expected: 'an sform of three axes at right angles',
        received: 'a sheared or empty one',
        fix: q ? 'The qform was used.' : 'Resample the image to a rectangular grid.',
      }),
    );
  if (s && q) {
    const distance = apart(sform, qform, size);
    if (distance > AGREE_MM)
      issues.push(
        issue('warning', {
          code: 'nifti-forms-disagree',
          where,
          expected: 'sform and qform that agree',
          received: `corners ${distance.toFixed(2)} mm apart`,
          fix: 'The sform was used; check the sides.',
        }),
      );
  }
  if (s) return { grid: gridFromRas(sform, size), issues };
  if (q) return { grid: gridFromRas(qform, size), issues };
  const sides = [1, 2, 3].map((at) => Math.abs(header.pixdim[at]) * header.toMm);
  const bare = [sides[0], 0, 0, 0, 0, sides[1], 0, 0, 0, 0, sides[2], 0];
  if (header.sformCode > 0 || !usable(bare)) {
    issues.push(
      issue('error', {
        code: 'nifti-no-geometry',
        where,
        expected: 'an sform or qform of right angles',
        received: 'none',
        fix: 'Write the image again with its orientation.',
      }),
    );
    return { grid: null, issues };
  }
  issues.push(
    issue('warning', {
      code: 'nifti-no-orientation',
      where,
      expected: 'sform or qform',
      received: 'voxel sizes only',
      fix: 'Sides were taken as RAS and may be mirrored.',
    }),
  );
  return { grid: gridFromRas(bare, size), issues };
}
