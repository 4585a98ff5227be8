import { Command } from 'commander';
import { loadKnowledge } from '../../knowledge/index.ts';
import { table } from '../terminal/index.ts';

export const vocabularyCommand = (): Command =>
  new Command('vocabulary')
    .description('every finding, lab test, condition and diagnosis with codes and synonyms')
    .option('--json', 'the list alone on standard output')
    .action((options: { json?: boolean }) => {
      const knowledge = loadKnowledge();
      const terms = [...knowledge.terms.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ knowledgeVersion: knowledge.version, terms, tests: [...knowledge.tests.values()] }, null, 2)}\n`,
        );
      else
        process.stdout.write(
          `${table(
            ['id', 'category', 'label', 'synonyms', 'codes'],
            terms.map((term) => [term.id, term.category, term.label, term.synonyms.join('; '), term.codes.join(' ')]),
          )}\n`,
        );
    });
