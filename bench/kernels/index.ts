/**
 * `npm run bench -- kernels [slices] [rounds] [--peers] [--skip-plain]`: seconds of every kernel on a 512 x 512 x slices
 * trunk, plain, compiled on one and on two threads, interleaved so that a busy neighbour slows all three alike; best
 * and median of the rounds. `--peers` times scipy and scikit-image on the same voxels where /usr/bin/python3 has them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNodeWorker } from '../../src/host/kernels/node.ts';
import { createPlainKernels, type Kernels, loadKernels } from '../../src/kernels/index.ts';
import { trunk } from './scene.ts';
import { type Scene, TASKS } from './tasks.ts';

interface Contestant {
  readonly label: string;
  readonly kernels: Kernels;
  readonly scene: Scene;
  readonly seconds: Map<string, number[]>;
}

function prepare(label: string, kernels: Kernels, slices: number): Contestant {
  const voxels = kernels.allocateVoxels(512 * 512 * slices);
  const { size, spacingMm } = trunk(voxels, slices);
  const t130 = kernels.threshold(voxels, { size, low: 130, high: 32767 });
  const t60 = kernels.threshold(voxels, { size, low: 60, high: 32767 });
  const body = kernels.threshold(voxels, { size, low: -300, high: 32767 });
  const components = kernels.components(t130, { connectivity: 26 });
  return { label, kernels, scene: { voxels, size, spacingMm, t130, t60, body, components }, seconds: new Map() };
}

function peerSeconds(scene: Scene): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'calcimap-bench-'));
  try {
    const file = join(folder, 'volume.raw');
    writeFileSync(file, scene.voxels.slice());
    const result = spawnSync('/usr/bin/python3', ['bench/kernels/peers.py', file, String(scene.size[2])], { encoding: 'utf8' });
    return result.status === 0 ? (JSON.parse(result.stdout) as Record<string, number>) : {};
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const best = (values: readonly number[]): number => Math.min(...values);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
const cell = (values: readonly number[] | undefined): string =>
  values === undefined || values.length === 0 ? '-' : `${best(values).toFixed(3)} (${median(values).toFixed(3)})`;

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const [slices = 128, rounds = 3] = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'))
  .map(Number);
const one = await loadKernels({ threads: 1 });
const two = await loadKernels({ threads: 2, startWorker: startNodeWorker });
const contestants = [
  ...(flags.includes('--skip-plain') ? [] : [prepare('plain', createPlainKernels(), slices)]),
  prepare('compiled 1 thread', one.kernels, slices),
  prepare('compiled 2 threads', two.kernels, slices),
];
for (let round = 0; round < rounds; round++)
  for (const task of TASKS) {
    const answers = contestants.map((contestant) => {
      const start = performance.now();
      const answer = task.run(contestant.kernels, contestant.scene);
      const taken = contestant.seconds.get(task.name) ?? [];
      contestant.seconds.set(task.name, [...taken, (performance.now() - start) / 1000]);
      return answer;
    });
    if (new Set(answers).size !== 1) throw new Error(`${task.name}: ${answers.join(', ')} differ`);
  }
const peers = flags.includes('--peers') ? peerSeconds(contestants[0].scene) : {};
process.stdout.write(`512 x 512 x ${slices}, best (median) of ${rounds}, seconds\n\n`);
process.stdout.write(`| kernel | ${contestants.map(({ label }) => label).join(' | ')} | scipy / skimage |\n`);
process.stdout.write(`|---|${contestants.map(() => '---|').join('')}---|\n`);
for (const { name, peer } of TASKS)
  process.stdout.write(
    `| ${name} | ${contestants.map(({ seconds }) => cell(seconds.get(name))).join(' | ')} | ${peer !== null && peer in peers ? peers[peer].toFixed(2) : '-'} |\n`,
  );
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
process.stdout.write(`\nkernel memory at most: ${mib(one.usage()?.peak ?? 0)} MiB on 1 thread, ${mib(two.usage()?.peak ?? 0)} MiB on 2\n`);
await Promise.all([one.close(), two.close()]);
