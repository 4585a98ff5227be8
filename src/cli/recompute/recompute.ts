import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { sourceFromBytes } from '../../core/index.ts';
import { pooledDecoding } from '../../dicom/index.ts';
import { collectFiles, openKernels, openPool } from '../../host/index.ts';
import type { Recomputation } from '../../pipeline/index.ts';
import { recompute } from '../../pipeline/index.ts';
import { OBJECT_FILES } from '../../report/index.ts';
import { EXIT } from '../exit/index.ts';
import { readGiven } from '../input/index.ts';
import { printIssues, progressLine } from '../terminal/index.ts';

/** A report that does not say what its segmentation shows is refused, as is one that cannot be compared. */
const EXIT_OF = { agrees: EXIT.done, derived: EXIT.done, uncomparable: EXIT.part, differs: EXIT.refused, refused: EXIT.refused } as const;

const WORDS = {
  agrees: 'every number agrees with the report',
  derived: 'derived; no report to compare with',
  differs: 'the report states other numbers',
  uncomparable: 'derived; an uneven series cannot be compared',
  refused: 'not compared',
} as const;

function summary({ status, lesions }: Recomputation): string {
  const lines = lesions.map(({ id, numbers }) => {
    const volume = numbers.find((each) => each.measure === 'volumeMm3');
    const wrong = numbers.filter((each) => each.agrees === false).map((each) => each.measure);
    return `  ${id.padEnd(6)} ${String(volume?.again ?? '-').padStart(12)} mm3${wrong.length ? `   differs: ${wrong.join(', ')}` : ''}`;
  });
  return [...lines, `${lesions.length} lesions: ${WORDS[status]}`].join('\n');
}

export const recomputeCommand = (): Command =>
  new Command('recompute')
    .description('the numbers of a measurement report, derived again from the segmentation and the series')
    .argument('<seg.dcm>', 'segmentation.dcm, with a segment per lesion')
    .argument('<series...>', 'the series it lies on: folder, zip or files')
    .option('--sr <file>', `measurements to compare with (default: ${OBJECT_FILES.sr} beside the segmentation, when it is there)`)
    .option('--anatomy <labels...>', 'what was given to the analysis as --anatomy')
    .option('--json', 'the result alone on standard output')
    .action(async (segPath: string, seriesPaths: string[], options: { sr?: string; anatomy?: string[]; json?: boolean }) => {
      const line = progressLine(process.stderr);
      const beside = join(dirname(segPath), OBJECT_FILES.sr);
      const srPath = options.sr ?? (existsSync(beside) ? beside : undefined);
      const segmentation = await readGiven(segPath);
      const report = srPath === undefined ? null : await readGiven(srPath);
      const series = await collectFiles(seriesPaths);
      const anatomy = await collectFiles(options.anatomy ?? []);
      const met = [...segmentation.issues, ...(report?.issues ?? []), ...series.issues, ...anatomy.issues];
      if (!segmentation.bytes || (report && !report.bytes)) {
        printIssues(met);
        process.exitCode = EXIT.refused;
        return;
      }
      const kernels = await openKernels();
      const pool = openPool();
      const decoding = pool ? pooledDecoding(pool) : null;
      try {
        const result = await recompute(
          {
            segmentation: sourceFromBytes(basename(segPath), segmentation.bytes),
            series: series.files,
            report: report?.bytes ? sourceFromBytes(basename(srPath!), report.bytes) : undefined,
            anatomy: anatomy.files,
          },
          {
            kernels: kernels.kernels,
            progress: line.progress,
            decoding: decoding ? { decode: decoding.decode, parallel: decoding.parallel, prepare: decoding.prepare } : undefined,
          },
        );
        line.done();
        printIssues([...met, ...result.issues]);
        process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${summary(result)}\n`);
        process.exitCode = EXIT_OF[result.status];
      } finally {
        line.done();
        await pool?.close();
        await kernels.close();
      }
    });
