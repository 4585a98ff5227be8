/**
 * How numbers are written. Digits stand well below the error of each measure, so that a last-bit difference between
 * machines does not reach the file: mm and mm2 0.01, mm3 0.01, mg 0.001, HU 0.1, probabilities 1e-6, log10 ratios 1e-4,
 * bits 1e-4, everything else six significant digits. The grid is geometry and is written as read.
 */
const DECIMALS = { mm: 2, mm2: 2, mm3: 2, mg: 3, hu: 1, probability: 6, log10: 4, bits: 4, score: 1, ms: 1 } as const;
export type Kind = keyof typeof DECIMALS;

const SIGNIFICANT_DIGITS = 6;

/** @throws RangeError for a value that is not finite: a fault of the room that made it, named so that it is found. */
export function round(kind: Kind, value: number, name: string = kind): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}`);
  const rounded = Number(value.toFixed(DECIMALS[kind]));
  return rounded === 0 ? 0 : rounded;
}

export const roundOrNull = (kind: Kind, value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : round(kind, value);

/** For measures of mixed kinds; -0 becomes 0. */
export const significant = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS)) + 0;

/** A probability with the noise of summation taken off its ends. */
export const roundShare = (value: number, name = 'probability'): number => round('probability', Math.min(1, Math.max(0, value)), name);

/** Keys sorted, values rounded by `significant`; values that are not finite are left out, since JSON has no word for them. */
export function sortedMeasures(values: Readonly<Record<string, number>>): Record<string, number> {
  const sorted: Record<string, number> = {};
  for (const key of Object.keys(values).sort()) if (Number.isFinite(values[key])) sorted[key] = significant(values[key]);
  return sorted;
}

/** Members in the order of the closed list, those that round to 0 left out (absent means 0). */
export function orderedDistribution<Name extends string>(
  names: readonly Name[],
  values: Readonly<Partial<Record<Name, number>>>,
): Partial<Record<Name, number>> {
  const ordered: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const value = roundShare(values[name] ?? 0, name);
    if (value > 0) ordered[name] = value;
  }
  return ordered;
}
