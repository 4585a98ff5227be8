#!/usr/bin/env node
// knowledge/*.yaml -> src/knowledge/compiled.generated.ts, so that a page needs no file system. `--check` only compares (exit 1 on drift).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'knowledge');
const target = join(root, 'src/knowledge/compiled.generated.ts');

const read = (file) => {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${relative(root, file)}: ${error.message}`);
  }
};
const yamlFiles = (name) =>
  existsSync(join(folder, name))
    ? readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.yaml'))
        .sort()
        .map((file) => join(folder, name, file))
    : [];
const single = (name) => (existsSync(join(folder, name)) ? (read(join(folder, name)) ?? []) : []);
const lists = (name) => yamlFiles(name).flatMap((file) => read(file) ?? []);
const each = (name) => yamlFiles(name).map((file) => read(file));
const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Everything in knowledge/, in a fixed order: what the generated file holds. */
export function collect() {
  return {
    terms: lists('vocabulary'),
    tests: single('tests.yaml'),
    conditions: lists('conditions').sort(byId),
    diagnoses: each('causes').sort(byId),
    kinds: single('kinds.yaml').sort(byId),
    references: single('references.yaml').sort(byId),
    background: single('background.yaml'),
    exclusive: single('exclusive.yaml'),
    settings: single('settings.yaml'),
  };
}

/** One string literal per entry, so that a change of one cause is a change of one line. */
export function render(collected) {
  const hash = createHash('sha256').update(JSON.stringify(collected)).digest('hex').slice(0, 12);
  const list = (name) =>
    `export const ${name}: readonly string[] = [\n${collected[name].map((entry) => `  ${JSON.stringify(JSON.stringify(entry))},\n`).join('')}];\n`;
  return (
    '// Generated from knowledge/ by `npm run knowledge:build`. Do not edit: the YAML is the source.\n' +
    `export const contentHash = '${hash}';\n` +
    ['terms', 'tests', 'conditions', 'diagnoses', 'kinds', 'references', 'background', 'exclusive'].map(list).join('') +
    `export const settings = ${JSON.stringify(JSON.stringify(collected.settings))};\n`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = render(collect());
  const old = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (process.argv.includes('--check')) {
    if (old !== text) {
      process.stderr.write('src/knowledge/compiled.generated.ts is older than knowledge/: run npm run knowledge:build\n');
      process.exit(1);
    }
  } else if (old !== text) writeFileSync(target, text);
}
