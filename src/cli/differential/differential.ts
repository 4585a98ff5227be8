import { Command, Option } from 'commander';
import type { Setting } from '../../clinical/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { answerCase } from '../../pipeline/index.ts';
import { toJsonText } from '../../report/index.ts';
import { EXIT } from '../exit/index.ts';
import { readGiven } from '../input/index.ts';
import { caseSummary } from '../summary/index.ts';
import { printIssues } from '../terminal/index.ts';

const EXIT_OF = { done: EXIT.done, part: EXIT.part, refused: EXIT.refused } as const;

export const differentialCommand = (): Command =>
  new Command('differential')
    .description('a case without images: facts in, ranked and explained causes out')
    .argument('<case-file>', 'case file, or - for standard input')
    .addOption(new Option('--setting <setting>', 'where the patient was met').choices(['incidental', 'referral', 'paediatric']))
    .option('--json', 'the object alone on standard output')
    .action(async (path: string, options: { setting?: Setting; json?: boolean }) => {
      const { name, bytes, issues } = await readGiven(path);
      if (!bytes) {
        printIssues(issues);
        process.exitCode = EXIT.refused;
        return;
      }
      const result = await answerCase(
        { name, bytes, setting: options.setting },
        { knowledge: loadKnowledge(), startedAt: new Date().toISOString() },
      );
      printIssues(result.issues);
      if (result.answer) process.stdout.write(options.json ? toJsonText(result.answer) : `${caseSummary(result.answer)}\n`);
      else if (options.json) process.stdout.write(`${JSON.stringify({ status: result.status, issues: result.issues }, null, 2)}\n`);
      process.exitCode = EXIT_OF[result.status];
    });
