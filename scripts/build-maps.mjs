#!/usr/bin/env node
// knowledge/maps/*.yaml -> src/clinical/maps/compiled.generated.ts. `--check` only compares (exit 1 on drift).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'knowledge/maps');
export const target = join(root, 'src/clinical/maps/compiled.generated.ts');

/** Every entry of every map, with the file it stands in. */
export const collect = () =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => (parse(readFileSync(join(folder, file), 'utf8')) ?? []).map((entry) => ({ ...entry, file })));

/** One tab-separated line per entry: code or name, what it means, how it is said. */
export function render(entries) {
  const line = (kind, key, entry) =>
    `  ${JSON.stringify(`${kind}\t${key}\t${entry.means.join(' | ')}${entry.narrower ? '\tnarrower' : ''}`)},\n`;
  const lines = entries.map((entry) =>
    entry.code ? line('code', entry.code, entry) : entry.phrase ? line('phrase', entry.phrase, entry) : line('name', entry.name, entry),
  );
  return `// Generated from knowledge/maps by scripts/build-maps.mjs. Do not edit: the YAML is the source.\nexport const entries: readonly string[] = [\n${lines.join('')}];\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = render(collect());
  const old = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (process.argv.includes('--check')) {
    if (old !== text) {
      process.stderr.write('src/clinical/maps/compiled.generated.ts is older than knowledge/maps: run node scripts/build-maps.mjs\n');
      process.exit(1);
    }
  } else if (old !== text) writeFileSync(target, text);
}
