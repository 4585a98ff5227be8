import { Command, Option } from 'commander';
import type { Issue } from '../../core/index.ts';
import { pooledDecoding, type SliceDigest } from '../../dicom/index.ts';
import { collectFiles, openDigester, openKernels, openPool } from '../../host/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import type { AnalyzeResult, AnalyzeStatus, AnalyzeTools } from '../../pipeline/index.ts';
import { analyze } from '../../pipeline/index.ts';
import type { SegmentationOptions } from '../../report/index.ts';
import { toJsonText } from '../../report/index.ts';
import type { ExitCode } from '../exit/index.ts';
import { EXIT } from '../exit/index.ts';
import type { Columns } from '../input/index.ts';
import { parseColumns, readClinicalFiles, readGiven } from '../input/index.ts';
import type { OutputFormat } from '../output/index.ts';
import { OUTPUT_FORMATS, parseFormats, withoutPatient, writeOutputs } from '../output/index.ts';
import { analysisSummary } from '../summary/index.ts';
import { printIssues, progressLine } from '../terminal/index.ts';

export const EXIT_OF: Readonly<Record<AnalyzeStatus, ExitCode>> = {
  done: EXIT.done,
  part: EXIT.part,
  nothing: EXIT.nothing,
  refused: EXIT.refused,
};

export interface AnalyzeRun {
  readonly paths: readonly string[];
  readonly clinical: readonly string[];
  /** Which column of a clinical table is which, where the guess was wrong. */
  readonly columns?: Columns;
  /** Segmentations made elsewhere. */
  readonly anatomy: readonly string[];
  readonly out: string | null;
  readonly formats: readonly OutputFormat[];
  /** True when the formats were named: what cannot be written is then a warning. */
  readonly named?: boolean;
  readonly segmentation?: Partial<SegmentationOptions>;
  readonly labels: boolean;
  /** Also what the workbench needs to show and edit the stored study. */
  readonly voxels: boolean;
  readonly allowPatientMismatch: boolean;
  /** The patient taken out of everything written; null = as read. */
  readonly deidentify?: { readonly key: string | null } | null;
}

/** Where slices are decoded; the volume's own memory is the kernels'. */
function decodingOf(pool: ReturnType<typeof openPool>, digest: SliceDigest): AnalyzeTools['decoding'] {
  if (!pool) return { digest };
  const { decode, parallel, prepare } = pooledDecoding(pool);
  return { decode, parallel, prepare, digest };
}

/** The whole job from paths to written files, with progress on standard error. */
export async function runAnalyze(
  run: AnalyzeRun,
): Promise<{ result: AnalyzeResult; written: readonly string[]; issues: readonly Issue[] }> {
  const line = progressLine(process.stderr);
  const collected = await collectFiles(run.paths);
  const told = await readClinicalFiles(run.clinical, run.columns);
  const segmentations = await collectFiles(run.anatomy);
  const kernels = await openKernels();
  const pool = openPool();
  const digester = openDigester();
  try {
    const found = await analyze(
      {
        files: collected.files,
        clinical: told.clinical,
        anatomy: segmentations.files,
        settings: { allowPatientMismatch: run.allowPatientMismatch },
      },
      {
        kernels: kernels.kernels,
        knowledge: loadKnowledge(),
        progress: line.progress,
        decoding: decodingOf(pool, digester.digest),
        issues: [...collected.issues, ...told.issues, ...segmentations.issues],
        // maxRSS is in kibibytes
        peakMemoryBytes: () => process.resourceUsage().maxRSS * 1024,
        startedAt: new Date().toISOString(),
      },
    );
    const result = run.deidentify ? withoutPatient(found, run.deidentify.key) : found;
    const { paths: written, issues } = run.out ? await writeOutputs(result, { ...run, folder: run.out }) : { paths: [], issues: [] };
    return { result, written, issues };
  } finally {
    line.done();
    await pool?.close();
    await digester.close();
    await kernels.close();
  }
}

const append = (value: string, previous: string[]): string[] => [...previous, value];

export const analyzeCommand = (): Command =>
  new Command('analyze')
    .description('a scan and the clinical facts in; lesions, pattern and an explained differential out')
    .argument('<path...>', 'folder (any depth), zip, DICOM files or a NIfTI file')
    .option('--clinical <file>', 'case file, FHIR bundle, HL7 v2, phenopacket (may be repeated)', append, [])
    .option('--columns <list>', 'columns of a clinical table, where the guess is wrong: test=Analyte,value=3')
    .option('--anatomy <labels>', 'segmentation made elsewhere: NIfTI labels or DICOM SEG, file or folder (may be repeated)', append, [])
    .option('--out <dir>', 'folder for the results', 'calcimap-out')
    .option('--format <list>', `what to write (default: all of ${OUTPUT_FORMATS.join(',')})`)
    .addOption(
      new Option('--seg-encoding <kind>', 'binary opens nearly everywhere, a label map is smaller')
        .choices(['binary', 'labelmap'])
        .default('binary'),
    )
    .addOption(new Option('--segments <by>', 'a segment per lesion or per group').choices(['auto', 'lesion', 'group']).default('auto'))
    .option('--labels', 'also lesions.nii.gz and anatomy.nii.gz on the input’s own grid')
    .option('--voxels', 'also the volume, so that the workbench shows and edits this study (two bytes a voxel)')
    .option('--allow-patient-mismatch', 'go on although scan and record name different patients (kept in the manifest)')
    .option('--deidentify', 'take the patient out of everything written (PS3.15 basic profile, dates shifted)')
    .option('--deidentify-key <file>', 'secret that makes stand-ins the same for all studies of a patient; implies --deidentify')
    .option('--json', 'analysis.json alone on standard output')
    .action(
      async (
        paths: string[],
        options: {
          clinical: string[];
          columns?: string;
          anatomy: string[];
          out: string;
          format?: string;
          segEncoding: SegmentationOptions['encoding'];
          segments: SegmentationOptions['segments'];
          labels?: boolean;
          voxels?: boolean;
          allowPatientMismatch?: boolean;
          deidentify?: boolean;
          deidentifyKey?: string;
          json?: boolean;
        },
        command: Command,
      ) => {
        const chosen = parseFormats(options.format ?? OUTPUT_FORMATS.join(','));
        if (!chosen) return command.error(`error: --format takes ${OUTPUT_FORMATS.join(', ')}`);
        const columns = options.columns === undefined ? undefined : parseColumns(options.columns);
        if (columns === null) return command.error('error: --columns takes pairs such as test=Analyte,value=3');
        const secret = options.deidentifyKey === undefined ? null : await readGiven(options.deidentifyKey, '--deidentify-key');
        if (secret && !secret.bytes?.length) return command.error('error: --deidentify-key names a file that holds no secret');
        const key = secret?.bytes ? new TextDecoder().decode(secret.bytes).trim() : null;
        const { result, written, issues } = await runAnalyze({
          paths,
          clinical: options.clinical,
          columns,
          anatomy: options.anatomy,
          out: options.out,
          formats: chosen,
          named: options.format !== undefined,
          segmentation: { encoding: options.segEncoding, segments: options.segments },
          labels: options.labels ?? false,
          voxels: options.voxels ?? false,
          allowPatientMismatch: options.allowPatientMismatch ?? false,
          deidentify: options.deidentify || key !== null ? { key } : null,
        });
        const unwritten = issues;
        printIssues([...result.issues, ...unwritten]);
        if (result.analysis) {
          if (options.json) process.stdout.write(toJsonText(result.analysis));
          else process.stdout.write(`${analysisSummary(result.analysis)}\n\n${written.join('\n')}\n`);
        } else if (options.json) process.stdout.write(`${JSON.stringify({ status: result.status, issues: result.issues }, null, 2)}\n`);
        const code = EXIT_OF[result.status];
        process.exitCode = code === EXIT.done && unwritten.some((each) => each.severity !== 'note') ? EXIT.part : code;
      },
    );
