import { Command } from 'commander';
import pc from 'picocolors';
import { LABEL } from '../../core/index.ts';
import { findTerm, loadKnowledge } from '../../knowledge/index.ts';
import type { ExplainedRow, Explanation } from '../../reasoning/index.ts';
import { explain } from '../../reasoning/index.ts';
import { percentWords } from '../../report/index.ts';
import { EXIT } from '../exit/index.ts';

const sourceWords = (source: ExplainedRow['sources'][number]): string => {
  if ('sentence' in source) return source.sentence;
  const id = source.doi ? ` doi:${source.doi}` : source.pmid ? ` PMID ${source.pmid}` : '';
  return `${source.citation}${id}`;
};

/** A page of text: every number with its basis, n and source. */
export function explanationText(about: Explanation): string {
  const lines = [`${pc.bold(about.label)}  (${about.kind} ${about.id})`];
  if (about.synonyms.length) lines.push(`also called: ${about.synonyms.join('; ')}`);
  if (about.codes.length) lines.push(`codes: ${about.codes.join(' ')}`);
  if (about.parents.length) lines.push(`part of: ${about.parents.join(', ')}`);
  for (const { heading, lines: said } of about.text) {
    if (!said.length) continue;
    lines.push('', pc.bold(heading), ...said.map((line) => `  ${line}`));
  }
  if (about.rows.length) lines.push('', pc.bold(about.kind === 'finding' ? 'How often each has it' : 'How often it is found, given this'));
  for (const row of about.rows) {
    const size = row.n === null ? '' : `, n = ${row.n}`;
    lines.push(`  ${percentWords(row.p).padStart(5)}  ${row.label}  [${row.basis}${size}]`);
    for (const source of row.sources) lines.push(pc.dim(`         ${sourceWords(source)}`));
    if (row.note) lines.push(pc.dim(`         ${row.note}`));
  }
  lines.push('', pc.dim(`Calcimap: ${LABEL}.`));
  return lines.join('\n');
}

export const explainCommand = (): Command =>
  new Command('explain')
    .description('what the knowledge says of a diagnosis, condition, finding or test, with sources')
    .argument('<name...>', 'id, label, synonym or code')
    .option('--json', 'the object alone on standard output')
    .action((words: string[], options: { json?: boolean }) => {
      const knowledge = loadKnowledge();
      const name = words.join(' ');
      const match = findTerm(knowledge, name);
      const about = match.exact ? explain(knowledge, match.exact.id) : null;
      if (!about) {
        const near = match.nearest.map((term) => `${term.id} (${term.label})`).join(', ');
        process.stderr.write(`nothing is known by the name "${name}"${near ? `; near it: ${near}` : ''}\n`);
        process.exitCode = EXIT.refused;
        return;
      }
      process.stdout.write(options.json ? `${JSON.stringify(about, null, 2)}\n` : `${explanationText(about)}\n`);
    });
