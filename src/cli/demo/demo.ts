import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { DISCLAIMER } from '../../core/index.ts';
import { EXIT_OF, runAnalyze } from '../analyze/index.ts';
import { EXIT } from '../exit/index.ts';
import { OUTPUT_FORMATS } from '../output/index.ts';
import { writePhantom } from '../phantom/index.ts';
import { serve } from '../serve/index.ts';
import { analysisSummary } from '../summary/index.ts';
import { printIssues } from '../terminal/index.ts';

const SEED = 1;

export const demoCommand = (): Command =>
  new Command('demo')
    .description('makes the demo study, runs the main job on it, and serves the workbench')
    .option('--out <dir>', 'folder for study and results', 'calcimap-demo')
    .option('--no-serve', 'stop after the results are written')
    .action(async (options: { out: string; serve: boolean }) => {
      process.stderr.write(`${DISCLAIMER}\n\n`);
      const study = join(options.out, 'study');
      const results = join(options.out, 'results');
      await rm(study, { recursive: true, force: true });
      await mkdir(study, { recursive: true });
      process.stderr.write('Making the demo study: a digital phantom CT with subcutaneous nodules, and its clinical file...\n');
      await writePhantom('circumscripta', { out: study, seed: SEED });
      const { result, written } = await runAnalyze({
        paths: [join(study, 'dicom')],
        clinical: [join(study, 'case.yaml')],
        anatomy: [],
        out: join(results, 'demo-circumscripta'),
        formats: OUTPUT_FORMATS,
        labels: true,
        voxels: true,
        allowPatientMismatch: false,
      });
      printIssues(result.issues);
      if (!result.analysis) {
        process.exitCode = EXIT_OF[result.status];
        return;
      }
      process.stdout.write(`${analysisSummary(result.analysis)}\n\nWritten:\n${written.map((path) => `  ${path}`).join('\n')}\n`);
      process.exitCode = EXIT.done;
      if (!options.serve) return;
      const address = await serve({ port: null, host: '127.0.0.1', folder: results });
      process.stdout.write(`\nWorkbench: ${pc.bold(address)}   (Ctrl+C stops it)\n`);
    });
