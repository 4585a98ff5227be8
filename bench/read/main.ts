/**
 * `npm run bench -- read [rounds] [folder of a 512x512 CT] [--only=SYNTAX,list,tilt]`: 512 slices of 512x512 in four
 * syntaxes, a tilted stack, and the headers of 2,000 files, read by Calcimap (2 threads), dcm2niix, GDCM and pydicom,
 * interleaved, each in its own process with the files cached. Figures go to docs/figures-read.md. A peer that is not
 * installed is left out, and named.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNKNOWN_SOURCE, type Volume } from '../../src/core/index.ts';
import { collectFiles } from '../../src/host/index.ts';
import { readInput } from '../../src/intake/index.ts';
import { sharedPath } from '../../test/shared.ts';
import { makeMany, makeSeries, makeTilted, SYNTAXES, stretch } from './make.ts';
import { interleave, rowsOf, sameSums } from './measure.ts';
import { LISTERS, READERS, SHEARERS } from './peers.ts';

const SLICES = 512;
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',');
const wanted = (task: string): boolean => !only || only.includes(task);
const rounds = Number(words[0] ?? 3);

const source: Volume['source'] = UNKNOWN_SOURCE;

const chest = words[1] ?? sharedPath('data/lidc0001_chest');
const real = chest ? (await readInput((await collectFiles([chest])).files)).volume : null;
const made = stretch(real, SLICES);
const volume = { ...made, source: real ? made.source : source };
const folder = join(tmpdir(), 'calcimap-bench-read');
mkdirSync(folder, { recursive: true });
console.log(`slices: ${real ? 'of a real chest CT, in turn' : 'made, noisy'}; the series are below ${folder} (written once)`);
await makeSeries(folder, volume, real?.grid.size[2] ?? SLICES);
await makeTilted(join(folder, 'tilt'), volume);
await makeMany(join(folder, 'list'));

const missing = READERS.filter((reader) => !reader.there).map((reader) => reader.name);
if (missing.length > 0) console.log(`left out, not installed: ${missing.join(', ')}`);
const rows: string[] = [];
for (const syntax of Object.keys(SYNTAXES).filter(wanted)) {
  const results = interleave(syntax, READERS, join(folder, syntax), rounds);
  if (!sameSums(READERS, join(folder, syntax))) console.log(`${syntax}: the readers do not agree on the voxels`);
  rows.push(...rowsOf(syntax, results));
}
if (wanted('tilt')) rows.push(...rowsOf('tilt', interleave('tilt', SHEARERS, join(folder, 'tilt'), rounds)));
if (wanted('list')) rows.push(...rowsOf('list', interleave('list', LISTERS, join(folder, 'list'), rounds)));
console.log('| task | reader | seconds, median | best | processor s | of ours | peak MB |\n|---|---|---|---|---|---|---|');
console.log(rows.join('\n'));
