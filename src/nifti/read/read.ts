import { type Grid, type Issue, issue, type SourceFile, UNKNOWN_SOURCE, type Volume, voxelCount } from '../../core/index.ts';
import { labelNames } from './names.ts';
import { openNifti } from './open.ts';
import { eachVoxel, plainInt16 } from './voxels.ts';

const LOWEST = -32768;
const HIGHEST = 32767;
/** HU of a voxel that is NaN: air, so that it is outside the body. */
const NAN_HU = -1024;

/** A NIfTI CT as a volume: scaled, rounded and clamped to 16 bit; RAS becomes LPS. */
export async function readNifti(file: SourceFile): Promise<{ volume: Volume | null; issues: Issue[] }> {
  const { image, issues } = await openNifti(file);
  if (!image) return { volume: null, issues };
  const count = voxelCount(image.grid);
  const plain = plainInt16(image.bytes, image.header, count);
  const hu = plain ?? new Int16Array(count);
  let outside = 0;
  if (!plain)
    eachVoxel(image.bytes, image.header, {
      count,
      write: (at, value) => {
        if (!(value >= LOWEST && value <= HIGHEST)) outside++;
        hu[at] = Number.isNaN(value) ? NAN_HU : Math.max(LOWEST, Math.min(HIGHEST, Math.round(value)));
      },
    });
  if (outside > 0)
    issues.push(
      issue('warning', {
        code: 'nifti-values-clamped',
        where: file.path,
        expected: 'HU within 16 bit',
        received: `${outside} voxels outside or NaN`,
        fix: 'They were clamped.',
      }),
    );
  const source: Volume['source'] = { ...UNKNOWN_SOURCE, format: 'nifti' };
  return { volume: { grid: image.grid, hu, source }, issues };
}

/** A label map: whole numbers 0..65535 on a grid. */
export interface LabelImage {
  readonly grid: Grid;
  readonly labels: Uint16Array;
}

/** A NIfTI label map on its own grid, with the names it carries. Values that are no label (fractions, negatives, above 65535) refuse the file. */
export async function readNiftiLabels(
  file: SourceFile,
): Promise<{ labels: LabelImage | null; names: ReadonlyMap<number, string>; issues: Issue[] }> {
  const { image, issues } = await openNifti(file);
  if (!image) return { labels: null, names: new Map(), issues };
  const count = voxelCount(image.grid);
  const names = labelNames(image.bytes, image.header);
  const labels = new Uint16Array(count);
  let wrong = 0;
  eachVoxel(image.bytes, image.header, {
    count,
    write: (at, value) => {
      const label = Math.round(value);
      if (!(Math.abs(value - label) < 1e-3 && label >= 0 && label <= 65535)) wrong++;
      labels[at] = label;
    },
  });
  if (wrong === 0) return { labels: { grid: image.grid, labels }, names, issues };
  const words = {
    expected: 'whole numbers from 0 to 65535',
    received: `${wrong} voxels that are none`,
    fix: 'Give a label map, not an image.',
  };
  return { labels: null, names, issues: [...issues, issue('error', { code: 'nifti-not-labels', where: file.path, ...words })] };
}
