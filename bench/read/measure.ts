import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reader } from './peers.ts';

export interface Measure {
  readonly seconds: number;
  /** Processor time of the process and its threads. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly ok: boolean;
  readonly output: string;
}

/** GNU time tells the peak of the resident set (VmHWM) and the processor time of a child. */
const TIME = '/usr/bin/time';
const timed = spawnSync(TIME, ['true']).status === 0;

/** Whole process, timed from outside; start-up, reading, and for dcm2niix writing. */
export function measure(reader: Reader, folder: string): Measure {
  const scratch = mkdtempSync(join(tmpdir(), 'calcimap-bench-'));
  const report = join(scratch, 'time.txt');
  const [command, ...args] = [...(timed ? [TIME, '-f', '%M %U %S', '-o', report] : []), ...reader.command(folder, scratch)];
  const started = performance.now();
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - started) / 1000;
  const [kilobytes, user, system] = timed ? readFileSync(report, 'utf8').trim().split('\n').at(-1)!.split(' ').map(Number) : [];
  rmSync(scratch, { recursive: true, force: true });
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1000, ok: run.status === 0, output: run.stdout };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Readers in turn, round after round, so that a busy minute of the machine meets all of them. */
export function interleave(task: string, readers: readonly Reader[], folder: string, rounds: number): ReadonlyMap<string, Measure[]> {
  const results = new Map<string, Measure[]>();
  for (let round = 0; round < rounds; round++)
    for (const reader of readers.filter((each) => each.there)) {
      const got = measure(reader, folder);
      const sofar = results.get(reader.name);
      if (sofar) sofar.push(got);
      else results.set(reader.name, [got]);
      process.stderr.write(
        `round ${round + 1} ${task} ${reader.name} ${got.seconds.toFixed(2)} s (cpu ${got.cpuSeconds.toFixed(2)}) ${got.megabytes.toFixed(0)} MB${got.ok ? '' : ' FAILED'}\n`,
      );
    }
  return results;
}

/** Rows of the table; `ratio` is this reader's seconds over Calcimap's of the same round, the median of the rounds. */
export function rowsOf(task: string, results: ReadonlyMap<string, Measure[]>): string[] {
  const ours = results.get('calcimap')!;
  return [...results].map(([name, all]) => {
    if (!all.every((each) => each.ok)) return `| ${task} | ${name} | cannot read it | | | | |`;
    const seconds = all.map((each) => each.seconds);
    const ratio = median(seconds.map((value, round) => value / ours[round].seconds));
    const cells = [median(seconds), Math.min(...seconds), median(all.map((each) => each.cpuSeconds)), ratio].map((value) =>
      value.toFixed(2),
    );
    return `| ${task} | ${name} | ${cells.join(' | ')} | ${median(all.map((each) => each.megabytes)).toFixed(0)} |`;
  });
}

/** Readers must have read the same: an untimed run of each prints the sum of its voxels (dcm2niix prints none). */
export function sameSums(readers: readonly Reader[], folder: string): boolean {
  const sums = readers
    .filter((each) => each.there && each.name !== 'dcm2niix')
    .map(({ name, command }) => {
      const [program, ...args] = [...command(folder, tmpdir()), '--sum'];
      const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
      return name === 'calcimap' ? (JSON.parse(stdout) as { sum: number }).sum : Number(stdout);
    });
  return new Set(sums).size === 1;
}
