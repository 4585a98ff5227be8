import type { AnalysisLesion } from '../../../src/report/index.ts';

export const ORDERS = [
  { by: 'number', words: 'number' },
  { by: 'group', words: 'group' },
  { by: 'compartment', words: 'compartment' },
  { by: 'region', words: 'region' },
  { by: 'volume', words: 'volume' },
  { by: 'certainty', words: 'certainty of the compartment' },
] as const;

export interface LesionOrder {
  readonly by: (typeof ORDERS)[number]['by'];
  readonly down: boolean;
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by what was asked, and by number among equals. Lesions without a group come last. */
export function sortLesions<T extends AnalysisLesion>(
  lesions: readonly T[],
  order: LesionOrder,
  groupOf: ReadonlyMap<string, string>,
): T[] {
  const value = (lesion: T): string | number => {
    switch (order.by) {
      case 'number':
        return lesion.number;
      case 'group':
        return Number(groupOf.get(lesion.id)?.slice(1) ?? Number.POSITIVE_INFINITY);
      case 'compartment':
        return lesion.compartment;
      case 'region':
        return `${lesion.region} ${lesion.side}`;
      case 'volume':
        return lesion.volumeMm3;
      case 'certainty':
        return lesion.compartmentProbability[lesion.compartment] ?? 0;
    }
  };
  return [...lesions].sort((a, b) => (order.down ? -1 : 1) * compare(value(a), value(b)) || a.number - b.number);
}
