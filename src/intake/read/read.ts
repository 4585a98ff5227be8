import { type Issue, issue, quiet, type Reading, readIssue, type SeriesSummary, type SourceFile } from '../../core/index.ts';
import { type BuildOptions, buildVolume, hashVolume } from '../../dicom/index.ts';
import { readNifti } from '../../nifti/index.ts';
import { type Choice, chooseSeries } from '../choose/index.ts';
import { type SortedFiles, sortFiles } from '../sort/index.ts';
import { mixedPatients } from './patients.ts';

export interface ReadOptions extends BuildOptions {
  /** Go on when the files are of more than one patient; the chosen series is still of one. */
  readonly allowMixedPatients?: boolean;
  /** SeriesInstanceUID to read instead of the one the rule chooses. */
  readonly series?: string;
}

/** Names that say a NIfTI file is a mask and not the image. */
const MASK_NAME = /seg|label|mask|lesion|anatomy|truth/i;

const nothing = (issues: readonly Issue[], series: readonly SeriesSummary[] = []): Reading => ({
  volume: null,
  series,
  issues,
  inputHash: '',
});

function emptyIssue(files: readonly SourceFile[], sorted: SortedFiles): Issue[] {
  if (sorted.instances.length > 0 || sorted.nifti.length > 0) return [];
  const received = files.length === 0 ? 'no file' : `${files.length} file(s), none of them an image that is known`;
  return [
    issue('error', {
      code: 'intake-empty',
      where: 'input',
      expected: 'DICOM or NIfTI files',
      received,
      fix: 'Give the folder of a CT series, a zip of it, or a NIfTI file.',
    }),
  ];
}

interface Listing {
  readonly sorted: SortedFiles;
  readonly choice: Choice;
  readonly issues: readonly Issue[];
}

async function list(files: readonly SourceFile[], options: ReadOptions): Promise<Listing> {
  const progress = options.progress ?? quiet;
  const sorted = await sortFiles(files, (done, instance) => {
    options.signal?.throwIfAborted();
    if (instance?.pixels) options.prepare?.(instance.syntax.uid);
    progress({ stage: 'headers', fraction: done / files.length });
  });
  const choice = chooseSeries(sorted.instances, options.series);
  const patients = mixedPatients(sorted.instances, options.allowMixedPatients ?? false);
  return { sorted, choice, issues: [...sorted.issues, ...patients, ...choice.issues, ...emptyIssue(files, sorted)] };
}

/** Metadata only: the series in a pile of files, the one that would be read, and why not the others. */
export async function listSeries(
  files: readonly SourceFile[],
  options: ReadOptions = {},
): Promise<{ series: readonly SeriesSummary[]; issues: readonly Issue[] }> {
  const { choice, issues } = await list(files, options);
  return { series: choice.series, issues };
}

async function readOneNifti(sorted: SortedFiles, issues: readonly Issue[], { digest }: ReadOptions): Promise<Reading> {
  const images = sorted.nifti.length > 1 ? sorted.nifti.filter((file) => !MASK_NAME.test(file.path)) : sorted.nifti;
  if (images.length !== 1) {
    const words = { expected: 'one NIfTI image', received: `${sorted.nifti.length} NIfTI files`, fix: 'Name the one to read.' };
    return nothing([
      ...issues,
      issue('error', { code: 'intake-several-nifti', where: sorted.nifti.map((file) => file.path).join(', '), ...words }),
    ]);
  }
  const { volume, issues: met } = await readNifti(images[0]).catch((cause: unknown) => ({
    volume: null,
    issues: [readIssue(cause, images[0].path)],
  }));
  const summaries = sorted.nifti.map((file): SeriesSummary => {
    const chosen = file === images[0] && volume !== null;
    const grid = chosen ? volume.grid : null;
    const reason = chosen ? 'chosen' : file === images[0] ? 'refused' : 'named like a mask';
    return {
      seriesInstanceUid: '',
      description: file.path,
      modality: 'CT',
      instances: 1,
      size: grid?.size ?? null,
      spacingMm: grid?.spacingMm ?? null,
      chosen,
      reason,
    };
  });
  return {
    volume,
    series: summaries,
    issues: [...issues, ...met],
    inputHash: volume ? await hashVolume(volume.hu, volume.grid, digest) : '',
  };
}

/**
 * Reads the CT volume of a pile of files: told apart by content, series grouped, one chosen by rule, sorted by geometry,
 * decoded. Never throws for bad input; `volume` is null when nothing can be analysed or the input is refused.
 * @throws the signal's reason when aborted.
 */
export async function readInput(files: readonly SourceFile[], options: ReadOptions = {}): Promise<Reading> {
  const { sorted, choice, issues } = await list(files, options);
  const refused = issues.some((each) => each.code === 'dicom-mixed-patients' && each.severity === 'error');
  if (refused)
    return nothing(
      issues,
      choice.series.map((each) => ({ ...each, chosen: false, reason: each.chosen ? 'refused: several patients' : each.reason })),
    );
  if (!choice.chosen) {
    if (sorted.nifti.length > 0) return readOneNifti(sorted, issues, options);
    const why = {
      expected: 'a series of CT slices',
      received: `${choice.series.length} series, none of CT slices`,
      fix: 'Give the CT series itself.',
    };
    return nothing(
      sorted.instances.length > 0 ? [...issues, issue('error', { code: 'intake-nothing-to-analyze', where: 'input', ...why })] : issues,
      choice.series,
    );
  }
  const leftOut = sorted.nifti.map((file) =>
    issue('note', {
      code: 'intake-nifti-left-out',
      where: file.path,
      expected: 'one image',
      received: 'a NIfTI file beside a DICOM series',
      fix: 'The DICOM series was read.',
    }),
  );
  const built = await buildVolume(choice.chosen.stack, sorted.files, options);
  const all = [...issues, ...leftOut, ...built.issues];
  if (!built.volume) {
    const words = { expected: 'slices that can be decoded', received: 'none', fix: 'Export the series again.' };
    return nothing([...all, issue('error', { code: 'dicom-nothing-decoded', where: choice.chosen.name, ...words })], choice.series);
  }
  return { volume: built.volume, series: choice.series, issues: all, inputHash: built.hash };
}
