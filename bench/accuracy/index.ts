/**
 * `npm run bench -- accuracy`: phantoms with known truth through anatomy and lesions, scored.
 * Options: `--phantoms a,b` (default all), `--seeds 1,2` (default 1), `--rescans N` (default 0: further scans of each with
 * the grid moved by part of a voxel and fresh noise), `--json FILE`, `--failures N`
 * (classes printed per phantom, default 8), `--cache DIR` (keeps phantoms made), `--lost yes` (a line for every lost lesion), `--real yes` (simulated lesions put into the real scans beside the project). Deterministic but for the seconds.
 */
import { writeFileSync } from 'node:fs';
import { buildAnatomy } from '../../src/anatomy/index.ts';
import { createRandom, type Vector3 } from '../../src/core/index.ts';
import { openKernels } from '../../src/host/index.ts';
import type { Kernels } from '../../src/kernels/index.ts';
import { findLesions } from '../../src/lesions/index.ts';
import { BENCH_PHANTOM_NAMES, PHANTOM_NAMES, type Phantom, type PhantomName, type PhantomOptions } from '../../src/phantom/index.ts';
import { cachedPhantom } from './cache.ts';
import { type FailureClass, failureClasses } from './failures.ts';
import { countLosses, type Loss, lossList, lossRows } from './losses.ts';
import { type Matching, matchLesions } from './match.ts';
import { realRuns } from './real.ts';
import { rescanVariation, type Score, score } from './score.ts';
import { failureList, markdown, scoreTables } from './table.ts';

/** Goal of the rescan table: lesions above this volume. */
const RESCAN_LEAST_MM3 = 100;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

function options(args: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (let n = 0; n < args.length; n += 2) {
    if (!args[n].startsWith('--') || args[n + 1] === undefined) throw new RangeError(`not an option with a value: ${args[n]}`);
    out[args[n].slice(2)] = args[n + 1];
  }
  return out;
}

const given = options(process.argv.slice(2));
const cacheFolder = given['cache'] ?? null;

interface Run {
  readonly phantom: Phantom;
  readonly matching: Matching;
  readonly seconds: { readonly make: number; readonly anatomy: number; readonly lesions: number };
}

async function analyse(name: PhantomName, making: PhantomOptions, kernels: Kernels): Promise<Run> {
  const start = performance.now();
  const phantom = cachedPhantom(cacheFolder, name, making);
  const made = performance.now();
  const anatomy = await buildAnatomy(phantom.volume, kernels);
  const placed = performance.now();
  const { ageYears, sex } = phantom.volume.source.patient;
  const reading = await findLesions(phantom.volume, anatomy, kernels, { ageYears, sex });
  const done = performance.now();
  const seconds = { make: (made - start) / 1000, anatomy: (placed - made) / 1000, lesions: (done - placed) / 1000 };
  return { phantom, matching: matchLesions(phantom, reading, anatomy), seconds };
}

async function main(): Promise<void> {
  const names = (given['phantoms']?.split(',').filter(Boolean) ?? [...PHANTOM_NAMES, ...BENCH_PHANTOM_NAMES]) as PhantomName[];
  const seeds = (given['seeds'] ?? '1').split(',').map(Number);
  const rescans = Number(given['rescans'] ?? 0);
  const most = Number(given['failures'] ?? 8);
  const loaded = await openKernels();
  const { kernels } = loaded;
  const scores: Score[] = [];
  const failures: { name: string; classes: FailureClass[] }[] = [];
  const losses: { name: string; losses: Partial<Record<Loss, number>>; list: string[] }[] = [];
  const lose = (name: string, matching: Matching): void => {
    losses.push({ name, losses: countLosses(matching), list: lossList(matching) });
  };
  const variation: string[][] = [['phantom', 'lesions > 100 mm3', 'rescan CoV, median', '90th percentile']];
  const seconds: Record<string, Run['seconds']> = {};
  for (const name of names)
    for (const seed of seeds) {
      const label = seeds.length > 1 ? `${name} #${seed}` : name;
      const first = await analyse(name, { seed }, kernels);
      const result = score(label, first.matching);
      scores.push(result);
      seconds[label] = first.seconds;
      const classes = failureClasses(first.matching);
      failures.push({ name: label, classes });
      lose(label, first.matching);
      say(
        `${label}: made ${first.seconds.make.toFixed(1)} s, anatomy ${first.seconds.anatomy.toFixed(1)} s, lesions ${first.seconds.lesions.toFixed(1)} s`,
      );
      if (rescans > 0) variation.push([label, ...(await rescanRow(first, { name, seed, rescans, kernels }))]);
    }
  if (given['real'] === 'yes')
    for (const run of await realRuns(kernels, say)) {
      scores.push(score(`implants: ${run.name}`, run.matching));
      failures.push({ name: `implants: ${run.name}`, classes: failureClasses(run.matching) });
      lose(`implants: ${run.name}`, run.matching);
    }
  await loaded.close();
  const parts = [scoreTables(scores), markdown(lossRows(losses))];
  if (rescans > 0) parts.push(markdown(variation));
  parts.push(...failures.map((each) => failureList(each.name, each.classes, most)));
  if (given['lost'] === 'yes') parts.push(...losses.map((each) => [`### Lost: ${each.name}`, ...each.list].join('\n')));
  process.stdout.write(`${parts.join('\n\n')}\n`);
  if (given['json']) writeFileSync(given['json'], `${JSON.stringify({ scores, failures, losses, variation, seconds }, null, 2)}\n`);
}

async function rescanRow(first: Run, again: { name: PhantomName; seed: number; rescans: number; kernels: Kernels }): Promise<string[]> {
  const random = createRandom(again.seed + 77);
  const runs = [first.matching.matched];
  for (let n = 1; n <= again.rescans; n++) {
    const { spacingMm } = first.phantom.volume.grid;
    const shiftMm = spacingMm.map((step) => step * (random.next() - 0.5)) as unknown as Vector3;
    const run = await analyse(again.name, { seed: again.seed, shiftMm, noiseSeed: again.seed + 1000 * n }, again.kernels);
    runs.push(run.matching.matched);
  }
  const { n, median, p90 } = rescanVariation(runs, RESCAN_LEAST_MM3);
  return [String(n), ...[median, p90].map((value) => (value === null ? '-' : `${(100 * value).toFixed(1)} %`))];
}

await main();
