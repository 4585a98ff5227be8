import type { FailureClass } from './failures.ts';
import { type Score, type Share, SIZE_BINS, type VolumeError } from './score.ts';

const ratio = (each: Share | undefined): string =>
  !each || each.of === 0 ? '-' : `${(each.hits / each.of).toFixed(3)} (${each.hits}/${each.of})`;
const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);
const volume = (each: VolumeError): string => (each.n === 0 ? '-' : `${percent(each.median)} (bias ${percent(each.bias)}, n ${each.n})`);

export function markdown(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(rows[0]), line(rows[0].map(() => '---')), ...rows.slice(1).map(line)].join('\n');
}

const sum = (shares: readonly Share[]): Share => ({
  hits: shares.reduce((n, each) => n + each.hits, 0),
  of: shares.reduce((n, each) => n + each.of, 0),
});

/** Main table, sensitivity and volume by size, and compartments pooled over the phantoms. */
export function scoreTables(scores: readonly Score[]): string {
  const main = markdown([
    [
      'phantom',
      'lesions',
      'sensitivity (peak >= 200 HU)',
      'same, >= 2 mm',
      'precision',
      'compartment',
      'region',
      'side',
      'morphology',
      'expected named',
      'wrongly expected',
      'merged',
      'split',
    ],
    ...scores.map((s) => [
      s.name,
      String(s.truths),
      ratio(s.sensitivity),
      ratio(s.sensitivityFrom2mm),
      ratio(s.precision),
      ratio(s.compartment),
      ratio(s.region),
      ratio(s.side),
      ratio(s.morphology),
      ratio(s.expected),
      ratio(s.calledExpected),
      String(s.merged),
      String(s.split),
    ]),
    [
      '**all**',
      String(scores.reduce((n, s) => n + s.truths, 0)),
      ...(
        [
          'sensitivity',
          'sensitivityFrom2mm',
          'precision',
          'compartment',
          'region',
          'side',
          'morphology',
          'expected',
          'calledExpected',
        ] as const
      ).map((key) => ratio(sum(scores.map((s) => s[key])))),
      String(scores.reduce((n, s) => n + s.merged, 0)),
      String(scores.reduce((n, s) => n + s.split, 0)),
    ],
  ]);
  const bySize = markdown([
    ['phantom', ...SIZE_BINS.map((bin) => `sens. ${bin.name} mm`)],
    ...scores.map((s) => [s.name, ...SIZE_BINS.map((bin) => ratio(s.sensitivityBySize[bin.name]))]),
  ]);
  const volumes = markdown([
    ['phantom', ...SIZE_BINS.slice(1).map((bin) => `volume error ${bin.name} mm`)],
    ...scores.map((s) => [s.name, ...SIZE_BINS.slice(1).map((bin) => volume(s.volumeBySize[bin.name]))]),
  ]);
  const coverage = markdown([
    ['phantom', ...SIZE_BINS.slice(1).map((bin) => `95 % interval holds the truth, ${bin.name} mm`)],
    ...scores.map((s) => [s.name, ...SIZE_BINS.slice(1).map((bin) => ratio(s.coverageBySize[bin.name]))]),
    ['**all**', ...SIZE_BINS.slice(1).map((bin) => ratio(sum(scores.map((s) => s.coverageBySize[bin.name]))))],
  ]);
  const names = [...new Set(scores.flatMap((s) => Object.keys(s.compartmentByTruth)))].sort();
  const compartments = markdown([
    ['compartment', 'sensitivity (peak >= 200 HU)', 'named right'],
    ...names.map((name) => [
      name,
      ratio(sum(scores.flatMap((s) => s.sensitivityByCompartment[name] ?? []))),
      ratio(sum(scores.flatMap((s) => s.compartmentByTruth[name] ?? []))),
    ]),
  ]);
  return [main, bySize, volumes, coverage, compartments].join('\n\n');
}

export const failureList = (name: string, classes: readonly FailureClass[], most: number): string =>
  [`### ${name}`, ...classes.slice(0, most).map((each) => `- ${each.count} x ${each.what}: ${each.examples.join('; ')}`)].join('\n');
