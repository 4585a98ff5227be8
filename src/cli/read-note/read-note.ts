import { Command } from 'commander';
import { readNote } from '../../clinical/index.ts';
import { LABEL } from '../../core/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { percentWords } from '../../report/index.ts';
import { EXIT } from '../exit/index.ts';
import { readGiven } from '../input/index.ts';
import { printIssues, table } from '../terminal/index.ts';

export const readNoteCommand = (): Command =>
  new Command('read-note')
    .description('findings, labs and drugs in plain text, each with the words it was read from')
    .argument('<file>', 'a letter or report as text, or - for standard input')
    .option('--json', 'the object alone on standard output')
    .action(async (path: string, options: { json?: boolean }) => {
      const { bytes, issues } = await readGiven(path);
      if (!bytes) {
        printIssues(issues);
        process.exitCode = EXIT.refused;
        return;
      }
      const note = readNote(new TextDecoder().decode(bytes), loadKnowledge());
      printIssues(note.issues);
      if (options.json) process.stdout.write(`${JSON.stringify({ label: LABEL, ...note }, null, 2)}\n`);
      else {
        const rows = note.extractions.map((each) => [
          each.kind,
          each.id ?? '',
          each.state,
          percentWords(each.probability),
          each.subject,
          `${each.span[0]}–${each.span[1]}`,
          each.words.replaceAll(/\s+/g, ' '),
          each.cue ?? '',
        ]);
        process.stdout.write(
          `${table(['kind', 'id', 'state', 'belief', 'of', 'characters', 'words', 'cue'], rows)}\n\nCalcimap: ${LABEL}.\n`,
        );
      }
      process.exitCode = note.issues.some((each) => each.severity !== 'note') ? EXIT.part : EXIT.done;
    });
