/**
 * `npm run bench -- read [rounds] [folder of a 512x512 CT]`: 512 slices of 512x512 in four syntaxes, read by Calcimap (2 threads), dcm2niix, GDCM and
 * pydicom, interleaved, each in its own process with the files cached. Prints the median seconds of the whole process and
 * the peak memory. A peer that is not installed is left out, and named.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UNKNOWN_ACQUISITION, UNKNOWN_PATIENT, type Volume } from '../../src/core/index.ts';
import { collectFiles } from '../../src/host/index.ts';
import { readInput } from '../../src/intake/index.ts';
import { sharedPath } from '../../test/shared.ts';
import { makeSeries, SYNTAXES, type SyntaxName, stretch } from './make.ts';

const SLICES = 512;
const ROUNDS = Number(process.argv[2] ?? 3);

/** pydicom and GDCM readers: sorted by position into one int16 volume, as a user of either writes it. */
const PYDICOM = `import sys,os,glob,numpy as n,pydicom
d=[pydicom.dcmread(p) for p in glob.glob(sys.argv[1]+'/*')];d.sort(key=lambda x:float(x.ImagePositionPatient[2]))
v=n.empty((len(d),512,512),n.int16)
for i,x in enumerate(d): v[i]=x.pixel_array*int(x.RescaleSlope)+int(x.RescaleIntercept)
print(int(v.sum(dtype='i8')))`;
const GDCM = `import sys,glob,numpy as n,gdcm
f=gdcm.IPPSorter();f.SetComputeZSpacing(True);f.Sort(glob.glob(sys.argv[1]+'/*'));names=f.GetFilenames()
v=n.empty((len(names),512,512),n.int16)
for i,p in enumerate(names):
  r=gdcm.ImageReader();r.SetFileName(p);assert r.Read()
  v[i]=n.frombuffer(r.GetImage().GetBuffer().encode('utf-8','surrogateescape'),n.int16).reshape(512,512)
print(int(v.sum(dtype='i8')))`;

interface Reader {
  readonly name: string;
  readonly command: (folder: string, scratch: string) => string[];
  readonly there: boolean;
}

const runs = (command: string, args: string[]): boolean => spawnSync(command, args).status === 0;
const one = fileURLToPath(new URL('./one.js', import.meta.url));
const READERS: Reader[] = [
  { name: 'calcimap', command: (folder) => [process.execPath, one, folder, '2'], there: true },
  {
    name: 'dcm2niix',
    command: (folder, scratch) => ['dcm2niix', '-z', 'n', '-b', 'n', '-f', 'out', '-o', scratch, folder],
    there: runs('which', ['dcm2niix']),
  },
  { name: 'gdcm', command: (folder) => ['/usr/bin/python3', '-c', GDCM, folder], there: runs('/usr/bin/python3', ['-c', 'import gdcm']) },
  {
    name: 'pydicom',
    command: (folder) => ['/usr/bin/python3', '-c', PYDICOM, folder],
    there: runs('/usr/bin/python3', ['-c', 'import pydicom']),
  },
];

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
  readonly ok: boolean;
  readonly output: string;
}

/** Whole process, timed from outside; peak memory by GNU time when it is there. */
function measure(reader: Reader, folder: string): Measure {
  const scratch = mkdtempSync(join(tmpdir(), 'calcimap-bench-'));
  const report = join(scratch, 'time.txt');
  const timed = runs('which', ['/usr/bin/time']) ? ['/usr/bin/time', '-f', '%M', '-o', report] : [];
  const [command, ...args] = [...timed, ...reader.command(folder, scratch)];
  const started = performance.now();
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - started) / 1000;
  const kilobytes = timed.length > 0 ? Number(spawnSync('tail', ['-n', '1', report], { encoding: 'utf8' }).stdout) : Number.NaN;
  rmSync(scratch, { recursive: true, force: true });
  return { seconds, megabytes: kilobytes / 1000, ok: run.status === 0, output: run.stdout };
}

async function base(): Promise<Volume | null> {
  const chest = process.argv[3] ?? sharedPath('data/lidc0001_chest');
  if (!chest) return null;
  return (await readInput((await collectFiles([chest])).files)).volume;
}

const empty: Volume = {
  grid: { size: [1, 1, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  hu: new Int16Array(1),
  source: {
    format: 'phantom',
    modality: 'CT',
    studyInstanceUid: null,
    seriesInstanceUid: null,
    frameOfReferenceUid: null,
    seriesDescription: null,
    patient: UNKNOWN_PATIENT,
    acquisition: UNKNOWN_ACQUISITION,
    slices: [],
    lossy: false,
  },
};

const real = await base();
const made = stretch(real, SLICES);
const volume = { ...made, source: real ? made.source : empty.source };
const folder = join(tmpdir(), 'calcimap-bench-read');
mkdirSync(folder, { recursive: true });
console.log(`slices: ${real ? 'of a real chest CT, in turn' : 'made, noisy'}; writing the four series to ${folder} (once)`);
await makeSeries(folder, volume, real?.grid.size[2] ?? SLICES);

const results: Record<string, Record<string, { seconds: number[]; megabytes: number[]; ok: boolean }>> = {};
const missing = READERS.filter((reader) => !reader.there).map((reader) => reader.name);
if (missing.length > 0) console.log(`left out, not installed: ${missing.join(', ')}`);
for (let round = 0; round < ROUNDS; round++)
  for (const syntax of Object.keys(SYNTAXES) as SyntaxName[])
    for (const reader of READERS.filter((each) => each.there)) {
      const got = measure(reader, join(folder, syntax));
      results[syntax] ??= {};
      results[syntax][reader.name] ??= { seconds: [], megabytes: [], ok: true };
      const row = results[syntax][reader.name];
      row.seconds.push(got.seconds);
      row.megabytes.push(got.megabytes);
      row.ok &&= got.ok;
      process.stderr.write(
        `round ${round + 1} ${syntax} ${reader.name} ${got.seconds.toFixed(2)} s ${got.megabytes.toFixed(0)} MB${got.ok ? '' : ' FAILED'}\n`,
      );
    }
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
console.log('| syntax | reader | seconds, median | range | peak MB |\n|---|---|---|---|---|');
for (const [syntax, readers] of Object.entries(results))
  for (const [reader, row] of Object.entries(readers))
    console.log(
      row.ok
        ? `| ${syntax} | ${reader} | ${median(row.seconds).toFixed(2)} | ${Math.min(...row.seconds).toFixed(2)}-${Math.max(...row.seconds).toFixed(2)} | ${median(row.megabytes).toFixed(0)} |`
        : `| ${syntax} | ${reader} | cannot read it | | |`,
    );
writeFileSync(join(folder, 'results.json'), JSON.stringify(results, null, 2));
