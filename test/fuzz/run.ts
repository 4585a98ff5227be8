import {
  createRandom,
  type Random,
  readWhole,
  type SourceFile,
  sourceFromBytes,
  UNKNOWN_SOURCE,
  type Volume,
} from '../../src/core/index.ts';
import { loadHeader, openPixels } from '../../src/dicom/index.ts';
import { readInput, readLabels, readRadiographs } from '../../src/intake/index.ts';
import { mutate } from './mutate.ts';
import type { Seed } from './seeds.ts';

/** No input of the job may take more processor time; wall time on a busy machine tells of its other work. */
export const LONGEST_MS = 1000;
/** Voxels that a reading may give for each byte of its input, beyond a first million: an empty slice in JPEG 2000 unfolds so far. */
const MOST_VOXELS_PER_BYTE = 20_000;

export interface Finding {
  readonly input: number;
  readonly seed: string;
  readonly what: string;
}

/** No input may make the process swell by more, MB; the readers' own caps allow 16 MiB of inflated header, and buffers die late. */
const MOST_SWELL_MEGABYTES = 96;
/** The first inputs load the codecs and warm the heap. */
const WARM_UP = 300;

export interface FuzzReport {
  readonly inputs: number;
  readonly readings: number;
  readonly slowestMs: number;
  readonly slowestSeed: string;
  readonly codes: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  readonly peakMegabytes: number;
  /** Most that one input raised the peak by, after the first few hundred. */
  readonly swellMegabytes: number;
}

const target: Volume = {
  grid: { size: [8, 8, 8], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  hu: new Int16Array(512),
  source: UNKNOWN_SOURCE,
};

async function mutated(seed: Seed, random: Random, other: Uint8Array): Promise<SourceFile[]> {
  const hit = random.integer({ low: 0, high: seed.files.length - 1 });
  return Promise.all(
    seed.files.map(async (file, at) => (at === hit ? sourceFromBytes(file.path, mutate(await readWhole(file), random, other)) : file)),
  );
}

interface Reader {
  readonly name: string;
  readonly read: (
    files: SourceFile[],
  ) => Promise<{ issues: readonly { code: string; received?: string }[]; voxels: number; silent: boolean }>;
}

/** Every reader; `silent` is a reading that gives nothing and says nothing. */
const READERS: readonly Reader[] = [
  {
    name: 'readInput',
    read: async (files) => {
      const { volume, issues } = await readInput(files, { allowMixedPatients: true });
      return { issues, voxels: volume?.hu.length ?? 0, silent: volume === null && issues.length === 0 };
    },
  },
  {
    name: 'readLabels',
    read: async (files) => {
      const { labels, issues } = await readLabels(files, target);
      return { issues, voxels: labels?.labels.length ?? 0, silent: labels === null && issues.length === 0 };
    },
  },
  {
    name: 'readRadiographs',
    read: async (files) => {
      const { radiographs, issues } = await readRadiographs(files);
      return {
        issues,
        voxels: radiographs.reduce((sum, each) => sum + each.values.length, 0),
        silent: radiographs.length === 0 && issues.length === 0,
      };
    },
  },
  {
    name: 'openPixels',
    read: async (files) => {
      const issues: { code: string; received?: string }[] = [];
      let voxels = 0;
      for (const file of files) {
        const header = await loadHeader(file);
        issues.push(...header.issues);
        if (!header.instance?.format) issues.push({ code: 'no-image' });
        else {
          const pixels = openPixels(file, header.instance);
          for (let frame = 0; frame < Math.min(MOST_FRAMES, header.instance.format.frames); frame++) {
            const got = await pixels.samples(frame);
            if ('problem' in got) issues.push({ code: got.problem.code });
            else voxels += got.bytes.length;
          }
        }
      }
      return { issues, voxels, silent: voxels === 0 && issues.length === 0 };
    },
  },
];

/** Frames decoded of one file; a header may announce 100,000. */
const MOST_FRAMES = 8;

/** The main reader meets every kind of file; the pixels of what is no CT are decoded by the last. */
function pickReader(random: Random): Reader {
  const share = random.next();
  if (share < 0.5) return READERS[0];
  return share < 0.75 ? READERS[3] : READERS[random.integer({ low: 1, high: 2 })];
}

/** Half of the inputs come of the made seeds, which are few and reach deep; half of the real ones. */
function pickSeed(seeds: readonly Seed[], random: Random): Seed {
  const made = seeds.filter((seed) => !seed.name.startsWith('real '));
  const pool = random.next() < 0.5 ? made : seeds;
  return pool[random.integer({ low: 0, high: pool.length - 1 })];
}

/** Mutates seeds and reads what comes of them: same seed number, same inputs. `first` starts within the sequence, to repeat one. */
export async function fuzz(seeds: readonly Seed[], options: { seed: number; inputs: number; first?: number }): Promise<FuzzReport> {
  const findings: Finding[] = [];
  const codes = new Map<string, number>();
  let readings = 0;
  let slowestMs = 0;
  let slowestSeed = '';
  let swell = 0;
  for (let input = options.first ?? 0; input < options.inputs; input++) {
    const random = createRandom(options.seed * 1_000_003 + input);
    const seed = pickSeed(seeds, random);
    const partner = pickSeed(seeds, random);
    const files = await mutated(seed, random, await readWhole(partner.files[0]));
    const reader = pickReader(random);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const before = process.resourceUsage().maxRSS;
    const started = process.cpuUsage();
    try {
      const { issues, voxels, silent } = await reader.read(files);
      if (voxels > 0) readings++;
      for (const { code } of issues) codes.set(code, (codes.get(code) ?? 0) + 1);
      // Files in memory can always be read, so a failed read is an exception that was caught.
      for (const { code, received } of issues)
        if (code === 'input-unreadable') findings.push({ input, seed: seed.name, what: `${reader.name} caught ${received}` });
      if (silent) findings.push({ input, seed: seed.name, what: `${reader.name} gave nothing and said nothing` });
      if (reader.name !== 'readLabels' && voxels > 1e6 + MOST_VOXELS_PER_BYTE * bytes)
        findings.push({ input, seed: seed.name, what: `${voxels} voxels from ${bytes} bytes` });
    } catch (thrown) {
      findings.push({
        input,
        seed: seed.name,
        what: `${reader.name} threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message).slice(0, 400) : String(thrown)}`,
      });
    }
    const used = process.cpuUsage(started);
    const grown = (process.resourceUsage().maxRSS - before) / 1000;
    if (input - (options.first ?? 0) > WARM_UP && grown > swell) {
      swell = grown;
      if (grown > MOST_SWELL_MEGABYTES) findings.push({ input, seed: seed.name, what: `the process grew by ${grown.toFixed(0)} MB` });
    }
    const took = (used.user + used.system) / 1000;
    if (took > slowestMs) {
      slowestMs = took;
      slowestSeed = `${seed.name} (input ${input})`;
    }
  }
  return {
    inputs: options.inputs,
    readings,
    slowestMs,
    slowestSeed,
    codes,
    findings,
    swellMegabytes: swell,
    peakMegabytes: process.resourceUsage().maxRSS / 1000,
  };
}
