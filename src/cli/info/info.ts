import { Command } from 'commander';
import { ANALYSIS_SCHEMA, DISCLAIMER, LABEL, VERSION } from '../../core/index.ts';
import { MAX_FILES } from '../../host/index.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { PHANTOM_NAMES } from '../../phantom/index.ts';
import { DEFAULT_SETTINGS } from '../../pipeline/index.ts';
import { OUTPUT_FORMATS } from '../output/index.ts';

export function information() {
  const knowledge = loadKnowledge();
  return {
    name: 'calcimap',
    version: VERSION,
    analysisSchema: ANALYSIS_SCHEMA,
    label: LABEL,
    disclaimer: DISCLAIMER,
    node: process.versions.node,
    knowledge: {
      version: knowledge.version,
      diagnoses: knowledge.diagnoses.size,
      conditions: knowledge.conditions.size,
      terms: knowledge.terms.size,
      labTests: knowledge.tests.size,
      references: knowledge.references.size,
    },
    formats: { in: ['dicom', 'nifti', 'zip'], out: OUTPUT_FORMATS },
    phantoms: PHANTOM_NAMES,
    limits: { maxFiles: MAX_FILES },
    settings: DEFAULT_SETTINGS,
  };
}

export const infoCommand = (): Command =>
  new Command('info')
    .description('versions, knowledge, formats, limits and settings')
    .option('--json', 'the object alone on standard output')
    .action((options: { json?: boolean }) => {
      const all = information();
      if (options.json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
      else {
        process.stdout.write(`calcimap ${all.version} (${all.label}), Node ${all.node}\n`);
        process.stdout.write(
          `knowledge ${all.knowledge.version}: ${all.knowledge.diagnoses} causes, ${all.knowledge.conditions} conditions, ${all.knowledge.terms} terms, ${all.knowledge.labTests} tests, ${all.knowledge.references} references\n`,
        );
        process.stdout.write(
          `reads ${all.formats.in.join(', ')}; writes ${all.formats.out.join(', ')}; phantoms ${all.phantoms.join(', ')}\n`,
        );
        process.stdout.write(`${all.disclaimer}\n`);
      }
    });
