import { type Grid, type Issue, issue, type LabelMap, readIssue, type SourceFile, type Volume } from '../../core/index.ts';
import { readSegmentation } from '../../dicom/index.ts';
import { type LabelImage, readNiftiLabels } from '../../nifti/index.ts';
import { kindOf } from '../sort/index.ts';
import { TOTALSEGMENTATOR_V1, TOTALSEGMENTATOR_V2 } from './names.ts';
import { placeLabels } from './place.ts';

const HEAD_BYTES = 4096;

interface OneFile {
  readonly image: LabelImage;
  readonly names: ReadonlyMap<number, string>;
  readonly naming: LabelMap['naming'];
}

function highest(labels: Uint16Array): number {
  let top = 0;
  for (const label of labels) if (label > top) top = label;
  return top;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.nii(\.gz)?$|\.dcm$/i, '');

/** Names for a label map that carries none: one label is named by its file, many are TotalSegmentator's by their number. */
function guessNames(image: LabelImage, path: string): Pick<OneFile, 'names' | 'naming'> {
  const top = highest(image.labels);
  if (top <= 1) return { names: new Map([[1, baseName(path)]]), naming: 'file-name' };
  // v1 has 104 classes and v2 117; below that the current version is taken and the issue says so.
  if (top <= TOTALSEGMENTATOR_V2.size) return { names: TOTALSEGMENTATOR_V2, naming: 'totalsegmentator-v2' };
  return { names: new Map(), naming: 'none' };
}

async function readOne(file: SourceFile, frameOfReferenceUid: string | null): Promise<{ one: OneFile | null; issues: Issue[] }> {
  const kind = kindOf(await file.read({ offset: 0, length: HEAD_BYTES }));
  if (kind === 'nifti') {
    const { labels, names, issues } = await readNiftiLabels(file);
    if (!labels) return { one: null, issues };
    return { one: names.size > 0 ? { image: labels, names, naming: 'file' } : { image: labels, ...guessNames(labels, file.path) }, issues };
  }
  if (kind === 'dicom') {
    const { segmentation, issues } = await readSegmentation(file);
    if (!segmentation) return { one: null, issues };
    const names = new Map(
      segmentation.segments.map((segment) => [segment.number, segment.label || segment.type || `segment ${segment.number}`]),
    );
    if (frameOfReferenceUid && segmentation.frameOfReferenceUid && segmentation.frameOfReferenceUid !== frameOfReferenceUid)
      issues.push(
        issue('warning', {
          code: 'labels-other-frame-of-reference',
          where: file.path,
          expected: 'the frame of reference of the volume',
          received: 'another',
          fix: 'Placed by its coordinates; check that it fits.',
        }),
      );
    return { one: { image: segmentation, names, naming: 'file' }, issues };
  }
  return {
    one: null,
    issues: [
      issue('error', {
        code: 'labels-unknown-format',
        where: file.path,
        expected: 'a DICOM segmentation or a NIfTI label map',
        received: 'other content',
        fix: 'Give one of these.',
      }),
    ],
  };
}

/** Adds a file's labels to the map under new numbers; the first file to claim a voxel keeps it. */
function merge(into: { labels: Uint16Array; names: Map<number, string> }, placed: Uint16Array, names: ReadonlyMap<number, string>): void {
  const offset = Math.max(0, ...into.names.keys());
  for (const [label, name] of names) into.names.set(offset + label, name);
  for (let at = 0; at < placed.length; at++) if (placed[at] !== 0 && into.labels[at] === 0) into.labels[at] = offset + placed[at];
}

function checkPlace(placed: Uint16Array, image: LabelImage, file: SourceFile): Issue[] {
  const has = image.labels.some((label) => label !== 0);
  if (!has)
    return [
      issue('warning', { code: 'labels-empty', where: file.path, expected: 'a labelled voxel', received: 'none', fix: 'Check the file.' }),
    ];
  if (placed.some((label) => label !== 0)) return [];
  return [
    issue('warning', {
      code: 'labels-outside',
      where: file.path,
      expected: 'labels where the volume lies',
      received: 'none of them',
      fix: 'Give the segmentation of this series.',
    }),
  ];
}

interface Resampled {
  readonly file: SourceFile;
  readonly grid: Grid;
  readonly covered: number;
}

/** Labels that end this much before the volume does are worth a word. */
const WHOLE = 0.99;

/** One note for all files on another grid: a study in one mask per structure has a hundred. */
function resampledNote(resampled: readonly Resampled[]): Issue[] {
  if (resampled.length === 0) return [];
  const [{ file, grid, covered }] = resampled;
  const part = covered < WHOLE ? `, over ${Math.round(100 * covered)} % of the volume` : '';
  const more = resampled.length > 1 ? ` (and ${resampled.length - 1} more files)` : '';
  return [
    issue('note', {
      code: 'labels-resampled',
      where: file.path,
      expected: 'the grid of the volume',
      received: `${grid.size.join(' x ')} voxels of ${grid.spacingMm.map((side) => Number(side.toFixed(3))).join(' x ')} mm${part}${more}`,
      fix: 'Each voxel of the volume took the label of the nearest voxel; beyond the labels the anatomy is worked out.',
    }),
  ];
}

/**
 * Reads segmentations made elsewhere onto the grid of `volume`, by patient coordinates: DICOM SEG (binary, fractional,
 * label map), NIfTI label maps, or one NIfTI mask per structure named by its file (as TotalSegmentator writes). Null when
 * none can be used; the issues say why.
 */
export async function readLabels(files: readonly SourceFile[], volume: Volume): Promise<{ labels: LabelMap | null; issues: Issue[] }> {
  const { grid } = volume;
  const issues: Issue[] = [];
  const merged: { labels: Uint16Array; names: Map<number, string> } = { labels: new Uint16Array(0), names: new Map() };
  let naming: LabelMap['naming'] | null = null;
  const resampled: Resampled[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const { one, issues: met } = await readOne(file, volume.source.frameOfReferenceUid).catch((cause: unknown) => ({
      one: null,
      issues: [readIssue(cause, file.path)],
    }));
    issues.push(...met);
    if (!one) continue;
    if (one.naming === 'totalsegmentator-v2' || one.naming === 'none') {
      const received = one.naming === 'none' ? 'none' : 'none; the classes of TotalSegmentator v2 were assumed';
      issues.push(
        issue('warning', {
          code: 'labels-without-names',
          where: file.path,
          expected: 'names of the labels in the file',
          received,
          fix: 'Give a file that carries its names.',
        }),
      );
    }
    const { labels: placed, covered, resampled: moved } = placeLabels(one.image, grid);
    if (moved) resampled.push({ file, grid: one.image.grid, covered });
    issues.push(...checkPlace(placed, one.image, file));
    if (naming === null) {
      merged.labels = placed;
      for (const [label, name] of one.names) merged.names.set(label, name);
      naming = one.naming;
    } else merge(merged, placed, one.names);
  }
  issues.push(...resampledNote(resampled));
  return { labels: naming === null ? null : { grid, labels: merged.labels, names: merged.names, naming }, issues };
}

export { TOTALSEGMENTATOR_V1, TOTALSEGMENTATOR_V2 };
