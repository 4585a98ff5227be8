import { foundVolume, type Matched, type Matching, mainPart } from './match.ts';

/** Sensitivity is asked of lesions that the blur leaves at least this bright (issue and docs/validation.md). */
export const BRIGHT_HU = 200;
export const SIZE_BINS = [
  { name: '< 1.5', low: 0, high: 1.5 },
  { name: '1.5-2', low: 1.5, high: 2 },
  { name: '2-4', low: 2, high: 4 },
  { name: '4-8', low: 4, high: 8 },
  { name: '>= 8', low: 8, high: Number.POSITIVE_INFINITY },
] as const;

export interface Share {
  readonly hits: number;
  readonly of: number;
}

export interface VolumeError {
  readonly n: number;
  /** Median of |found - true| / true, its 90th percentile, and the median signed error. */
  readonly median: number | null;
  readonly p90: number | null;
  readonly bias: number | null;
}

export interface Score {
  readonly name: string;
  readonly truths: number;
  readonly sensitivity: Share;
  readonly sensitivityFrom2mm: Share;
  readonly sensitivityBySize: Readonly<Record<string, Share>>;
  readonly sensitivityByCompartment: Readonly<Record<string, Share>>;
  readonly precision: Share;
  readonly compartment: Share;
  readonly compartmentByTruth: Readonly<Record<string, Share>>;
  readonly region: Share;
  readonly side: Share;
  readonly morphology: Share;
  /** Physiological calcification that was named as such, and ordinary lesions that were wrongly called expected. */
  readonly expected: Share;
  readonly calledExpected: Share;
  readonly volumeBySize: Readonly<Record<string, VolumeError>>;
  /** Lesions whose true volume lies in the stated 95 % interval. */
  readonly coverageBySize: Readonly<Record<string, Share>>;
  readonly merged: number;
  readonly split: number;
}

const share = (of: readonly Matched[], hit: (each: Matched) => boolean): Share => ({ hits: of.filter(hit).length, of: of.length });
const seen = (each: Matched): boolean => each.found.length > 0 || each.merged;
const bright = (each: Matched): boolean => each.truth.peakHu >= BRIGHT_HU;
const inBin =
  (bin: (typeof SIZE_BINS)[number]) =>
  (each: Matched): boolean =>
    each.truth.diameterMm >= bin.low && each.truth.diameterMm < bin.high;

export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(sorted.length - 1, low + 1)] - sorted[low]);
}

function volumeError(of: readonly Matched[]): VolumeError {
  const signed = of.map((each) => foundVolume(each) / each.truth.volumeMm3 - 1);
  const absolute = signed.map(Math.abs);
  return { n: of.length, median: quantile(absolute, 0.5), p90: quantile(absolute, 0.9), bias: quantile(signed, 0.5) };
}

/** Does the interval, summed over the parts that were found, hold the true volume? */
function holdsTruth({ found, truth }: Matched): boolean {
  const low = found.reduce((sum, lesion) => sum + lesion.volumeIntervalMm3[0], 0);
  const high = found.reduce((sum, lesion) => sum + lesion.volumeIntervalMm3[1], 0);
  return truth.volumeMm3 >= low && truth.volumeMm3 <= high;
}

const grouped = (of: readonly Matched[], hit: (each: Matched) => boolean): Record<string, Share> => {
  const out: Record<string, Share> = {};
  for (const name of [...new Set(of.map((each) => each.truth.compartment))].sort())
    out[name] = share(
      of.filter((each) => each.truth.compartment === name),
      hit,
    );
  return out;
};

/** What a matching is worth. Compartment, region, side, morphology and volume are asked of lesions found apart from others. */
export function score(name: string, matching: Matching): Score {
  const { matched, falseFoci } = matching;
  const asked = matched.filter(bright);
  const apart = matched.filter((each) => each.found.length > 0);
  const foundCount = matched.reduce((sum, each) => sum + each.found.length, 0) + falseFoci.length;
  const sameCompartment = (each: Matched): boolean => mainPart(each)?.compartment === each.truth.compartment;
  const ordinary = apart.filter(
    (each) => each.truth.expected === null && each.truth.compartment !== 'artery' && each.truth.compartment !== 'vein',
  );
  return {
    name,
    truths: matched.length,
    sensitivity: share(asked, seen),
    sensitivityFrom2mm: share(
      asked.filter((each) => each.truth.diameterMm >= 2),
      seen,
    ),
    sensitivityBySize: Object.fromEntries(SIZE_BINS.map((bin) => [bin.name, share(asked.filter(inBin(bin)), seen)])),
    sensitivityByCompartment: grouped(asked, seen),
    precision: { hits: foundCount - falseFoci.length, of: foundCount },
    compartment: share(apart, sameCompartment),
    compartmentByTruth: grouped(apart, sameCompartment),
    region: share(apart, (each) => mainPart(each)?.region === each.truth.region),
    side: share(
      apart.filter((each) => each.truth.side === 'left' || each.truth.side === 'right'),
      (each) => mainPart(each)?.side === each.truth.side,
    ),
    morphology: share(apart, (each) => mainPart(each)?.morphology === each.truth.morphology),
    expected: share(
      apart.filter((each) => each.truth.expected !== null),
      (each) => mainPart(each)?.expected === each.truth.expected,
    ),
    calledExpected: share(ordinary, (each) => mainPart(each)?.expected !== null),
    volumeBySize: Object.fromEntries(SIZE_BINS.map((bin) => [bin.name, volumeError(apart.filter(bright).filter(inBin(bin)))])),
    coverageBySize: Object.fromEntries(SIZE_BINS.map((bin) => [bin.name, share(apart.filter(bright).filter(inBin(bin)), holdsTruth)])),
    merged: matched.filter((each) => each.merged).length,
    split: apart.filter((each) => each.found.length > 1).length,
  };
}

/** Coefficient of variation of each lesion's volume over rescans of the same patient, for lesions above `leastMm3` seen in all. */
export function rescanVariation(
  runs: readonly (readonly Matched[])[],
  leastMm3: number,
): { n: number; median: number | null; p90: number | null } {
  const values: number[] = [];
  for (const [t, first] of runs[0].entries()) {
    if (first.truth.volumeMm3 < leastMm3 || runs.some((run) => run[t].found.length === 0)) continue;
    const volumes = runs.map((run) => foundVolume(run[t]));
    const mean = volumes.reduce((sum, each) => sum + each, 0) / volumes.length;
    const variance = volumes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (volumes.length - 1);
    values.push(Math.sqrt(variance) / mean);
  }
  return { n: values.length, median: quantile(values, 0.5), p90: quantile(values, 0.9) };
}
