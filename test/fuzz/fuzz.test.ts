import { beforeAll, describe, expect, it } from 'vitest';
import { fuzz, LONGEST_MS } from './run.ts';
import { makeSeeds, type Seed } from './seeds.ts';

/** `npm run fuzz` sets this to 200,000. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 3000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** First input, to repeat one that was found. */
const FIRST = Number(process.env['FUZZ_FIRST'] ?? 0);
/** Peak memory of the whole process, the test runner (some 200 MB) included. */
const MOST_MEGABYTES = 900;

describe('reading what was never meant to be read', () => {
  let seeds: Seed[] = [];
  beforeAll(async () => {
    seeds = await makeSeeds();
  });

  it(
    `neither crashes, hangs nor swells on ${INPUTS} mutated files (seed ${SEED})`,
    async () => {
      const started = performance.now();
      const report = await fuzz(seeds, { seed: SEED, inputs: INPUTS, first: FIRST });
      const top = [...report.codes.entries()].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${code} ${count}`);
      console.log(
        `fuzz: ${report.inputs} inputs of ${seeds.length} seeds, ${report.readings} still read, slowest ${report.slowestMs.toFixed(0)} ms of processor time (${report.slowestSeed}), peak ${report.peakMegabytes.toFixed(0)} MB, most by one input ${report.swellMegabytes.toFixed(0)} MB, ${((performance.now() - started) / 1000).toFixed(0)} s, ${report.findings.length} findings\n${top.join(', ')}`,
      );
      expect(report.findings).toEqual([]);
      expect(report.slowestMs).toBeLessThan(LONGEST_MS);
      expect(report.peakMegabytes).toBeLessThan(MOST_MEGABYTES);
      // The job must reach the readers' depths: many inputs still read, and many different refusals were met.
      expect(report.readings).toBeGreaterThan(INPUTS / 20);
      expect(report.codes.size).toBeGreaterThan(20);
    },
    60 * 60_000,
  );

  it('is the same job each time', async () => {
    const once = await fuzz(seeds, { seed: 7, inputs: 40 });
    const twice = await fuzz(seeds, { seed: 7, inputs: 40 });
    expect([...twice.codes]).toEqual([...once.codes]);
    expect(twice.readings).toBe(once.readings);
  });
});
