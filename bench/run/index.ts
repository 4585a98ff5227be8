/**
 * `npm run bench -- run [slices ...] [--phantom=NAME] [--threads=N]`: seconds and peak memory from a decoded volume to
 * lesions, by stage, on a phantom of 512 x 512 x 128, 256 and 512 voxels (or the slices given); 0 threads = plain
 * kernels. Each size runs in a process of its own, so that its peak is its own; figures go to docs/figures-kernels.md.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BENCH_PHANTOM_NAMES, PHANTOM_NAMES, type PhantomName } from '../../src/phantom/index.ts';
import { keepPhantom, type MeasuredRun, measureRun } from './measure.ts';

const DEFAULT_SLICES = [128, 256, 512];
const MIB = 2 ** 20;

const words = process.argv.slice(2);
const flag = (name: string, otherwise: string): string => {
  const found = words.find((word) => word.startsWith(`--${name}=`));
  return found === undefined ? otherwise : found.slice(name.length + 3);
};
const wanted = flag('phantom', 'bench-trunk');
const name: PhantomName | undefined = [...BENCH_PHANTOM_NAMES, ...PHANTOM_NAMES].find((each) => each === wanted);
if (name === undefined) {
  process.stderr.write(`bench: there is no phantom ${wanted}; there are ${[...BENCH_PHANTOM_NAMES, ...PHANTOM_NAMES].join(', ')}\n`);
  process.exit(2);
}
const threads = Number(flag('threads', '2'));
const numbers = words.filter((word) => !word.startsWith('--')).map(Number);

if (words.includes('--one')) {
  process.stdout.write(JSON.stringify(await measureRun({ name, slices: numbers[0], threads })));
} else {
  const runs: MeasuredRun[] = [];
  for (const slices of numbers.length > 0 ? numbers : DEFAULT_SLICES) {
    keepPhantom(name, slices);
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), '--one', String(slices), ...words.filter((w) => w.startsWith('--'))],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    if (child.status !== 0) process.exit(child.status ?? 1);
    runs.push(JSON.parse(child.stdout) as MeasuredRun);
  }
  const stages = [...new Set(runs.flatMap((run) => Object.keys(run.seconds)))];
  const row = (label: string, value: (run: MeasuredRun) => string): string => `| ${label} | ${runs.map(value).join(' | ')} |\n`;
  process.stdout.write(row(`${name}, 512 x 512 x`, (run) => String(run.slices)));
  process.stdout.write(`|---|${runs.map(() => '---|').join('')}\n`);
  for (const stage of stages) process.stdout.write(row(stage, (run) => `${(run.seconds[stage] ?? 0).toFixed(2)} s`));
  process.stdout.write(row('all', (run) => `${run.total.toFixed(2)} s`));
  process.stdout.write(row('processor time', (run) => `${run.cpuSeconds.toFixed(2)} s`));
  process.stdout.write(row('lesions', (run) => String(run.lesions)));
  process.stdout.write(row('peak memory', (run) => `${(run.peakBytes / MIB).toFixed(0)} MiB`));
  process.stdout.write(row('peak / volume', (run) => (run.peakBytes / run.volumeBytes).toFixed(2)));
  process.stdout.write(row('kernel memory', (run) => `${(run.kernelBytes / MIB).toFixed(0)} MiB`));
}
