import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAnatomy } from '../../src/anatomy/index.ts';
import { type Grid, type ProgressEvent, UNKNOWN_ACQUISITION, UNKNOWN_SOURCE, type Volume } from '../../src/core/index.ts';
import { startNodeWorker } from '../../src/host/kernels/node.ts';
import { createPlainKernels, loadKernels } from '../../src/kernels/index.ts';
import { findLesions } from '../../src/lesions/index.ts';
import { makePhantom, type PhantomName } from '../../src/phantom/index.ts';

export interface MeasuredRun {
  readonly slices: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly total: number;
  /** Processor time of all threads: what a busy neighbour does not stretch. */
  readonly cpuSeconds: number;
  readonly lesions: number;
  readonly volumeBytes: number;
  readonly peakBytes: number;
  readonly kernelBytes: number;
}

const ACROSS = 512;
const SEED = 1;

/** Drawing the phantom takes minutes at full size, so its voxels are kept between runs, outside the project. */
export function keepPhantom(name: PhantomName, slices: number): { grid: Grid; file: string } {
  const folder = join(tmpdir(), 'calcimap-bench');
  const file = join(folder, `${name}-${slices}.raw`);
  const gridFile = `${file}.json`;
  if (!existsSync(gridFile)) {
    mkdirSync(folder, { recursive: true });
    const { volume } = makePhantom(name, { seed: SEED, size: [ACROSS, ACROSS, slices] });
    writeFileSync(file, volume.hu);
    writeFileSync(gridFile, JSON.stringify(volume.grid));
  }
  return { grid: JSON.parse(readFileSync(gridFile, 'utf8')) as Grid, file };
}

/** A few slices at a time, so that the file never stands in memory beside the voxels. */
function readInto(file: string, hu: Int16Array): void {
  const piece = Buffer.alloc(1 << 22);
  const bytes = new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength);
  const handle = openSync(file, 'r');
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(handle, piece, 0, piece.length, at);
    if (read === 0) throw new Error(`${file} is shorter than its grid`);
    bytes.set(piece.subarray(0, read), at);
    at += read;
  }
  closeSync(handle);
}

/** Time between progress events, charged to the stage that the earlier one named. */
function stopwatch() {
  const seconds: Record<string, number> = {};
  let stage = 'start';
  let since = performance.now();
  const lap = (next: string): void => {
    const now = performance.now();
    seconds[stage] = (seconds[stage] ?? 0) + (now - since) / 1000;
    stage = next;
    since = now;
  };
  return { seconds, lap };
}

const volumeOf = (grid: Grid, hu: Int16Array): Volume => ({
  grid,
  hu,
  source: { ...UNKNOWN_SOURCE, acquisition: { ...UNKNOWN_ACQUISITION, kvp: 120 } },
});

/** From voxels in the kernels' memory, as a reader leaves them, to lesions. */
export async function measureRun(options: { name: PhantomName; slices: number; threads: number }): Promise<MeasuredRun> {
  const loaded = options.threads === 0 ? null : await loadKernels({ threads: options.threads, startWorker: startNodeWorker });
  const kernels = loaded?.kernels ?? createPlainKernels();
  const { grid, file } = keepPhantom(options.name, options.slices);
  const hu = kernels.allocateVoxels(grid.size[0] * grid.size[1] * grid.size[2]);
  readInto(file, hu);
  const volume = volumeOf(grid, hu);
  const watch = stopwatch();
  const progress = ({ stage, note }: ProgressEvent): void => watch.lap(note === undefined ? stage : `${stage}: ${note}`);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const anatomy = await buildAnatomy(volume, kernels, { progress });
  watch.lap('lesions');
  const { lesions } = await findLesions(volume, anatomy, kernels, { progress, ageYears: null, sex: null });
  watch.lap('end');
  const total = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  const kernelBytes = loaded?.usage()?.peak ?? 0;
  await loaded?.close();
  return {
    slices: options.slices,
    seconds: watch.seconds,
    total,
    cpuSeconds: (used.user + used.system) / 1e6,
    lesions: lesions.length,
    volumeBytes: hu.byteLength,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    kernelBytes,
  };
}
