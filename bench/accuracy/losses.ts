import type { Matched, Matching } from './match.ts';
import { BRIGHT_HU } from './score.ts';

/** Why a true lesion of at least {@link BRIGHT_HU} was not found, or not on its own; in the order of the printed table. */
export const LOSSES = [
  'below the threshold',
  'dropped as noise',
  'taken as bone',
  'taken as tooth',
  'taken as contrast',
  'taken as metal',
  'taken as streak',
  'taken as device or table',
  'outside the body',
  'merged with a neighbour',
  'other',
] as const;
export type Loss = (typeof LOSSES)[number];

/** Half of the lesion's voxels decide what the anatomy took it for. */
const MOST = 0.5;

/** null for what was found or is not bright enough to be asked. A merged lesion counts as seen, but not as told apart. */
export function lossOf(each: Matched): Loss | null {
  const { survey, excluded, truth } = each;
  if (truth.peakHu < BRIGHT_HU || each.found.length > 0) return null;
  if (each.merged) return 'merged with a neighbour';
  if (survey.tooth > MOST) return 'taken as tooth';
  if (survey.bone > MOST || excluded?.reason === 'bone') return 'taken as bone';
  if (excluded?.reason === 'tooth') return 'taken as tooth';
  if (excluded?.reason === 'contrast' || survey.contrast > MOST) return 'taken as contrast';
  if (excluded?.reason === 'metal') return 'taken as metal';
  if (excluded?.reason === 'streak') return 'taken as streak';
  if (excluded?.reason === 'device' || excluded?.reason === 'table') return 'taken as device or table';
  if (survey.outside > MOST || excluded?.reason === 'outside') return 'outside the body';
  if (survey.voxels > 0 && survey.above === 0) return 'below the threshold';
  return survey.above > 0 ? 'dropped as noise' : 'other';
}

/** How often each reason holds in one phantom. */
export function countLosses(matching: Matching): Readonly<Partial<Record<Loss, number>>> {
  const counts: Partial<Record<Loss, number>> = {};
  for (const each of matching.matched) {
    const loss = lossOf(each);
    if (loss !== null) counts[loss] = (counts[loss] ?? 0) + 1;
  }
  return counts;
}

/** Reasons that occur, by phantom. */
export function lossRows(runs: readonly { name: string; losses: Readonly<Partial<Record<Loss, number>>> }[]): string[][] {
  const seen = LOSSES.filter((loss) => runs.some((run) => run.losses[loss]));
  return [['phantom', ...seen], ...runs.map((run) => [run.name, ...seen.map((loss) => String(run.losses[loss] ?? 0))])];
}

/** One line for every lost lesion, largest first. */
export function lossList(matching: Matching): string[] {
  return matching.matched
    .filter((each) => lossOf(each) !== null)
    .sort((a, b) => b.truth.diameterMm - a.truth.diameterMm)
    .map((each) => {
      const { truth, survey, excluded } = each;
      const percent = (value: number): string => `${Math.round(100 * value)} %`;
      const numbers = excluded
        ? ` excluded as ${excluded.reason} ${JSON.stringify(excluded.measures)} of ${excluded.volumeMm3.toFixed(0)} mm3;`
        : '';
      return `- ${truth.id} ${truth.compartment}${truth.touchesBone ? ' touching bone' : ''}, ${truth.diameterMm.toFixed(1)} mm, ${truth.morphology}, material ${truth.materialHu} HU, peak ${truth.peakHu.toFixed(0)} HU at (${truth.centroidMm.map((v) => v.toFixed(0)).join(', ')}): ${lossOf(each)};${numbers} ${survey.voxels} voxels, ${survey.above} over the threshold, bone ${percent(survey.bone)}, contrast ${percent(survey.contrast)}`;
    });
}
