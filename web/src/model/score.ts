/** How a quiz case went; kept in this browser alone. */
export interface Played {
  readonly cause: boolean;
  readonly mechanism: boolean;
}
export type Score = Readonly<Record<string, Played>>;

export const SCORE_KEY = 'calcimap.quiz';

export function scoreFrom(stored: string | null): Score {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).flatMap(([id, played]): [string, Played][] =>
        typeof played === 'object' && played !== null && 'cause' in played && 'mechanism' in played
          ? [[id, { cause: played.cause === true, mechanism: played.mechanism === true }]]
          : [],
      ),
    );
  } catch {
    return {};
  }
}

/** The first answer to a case counts. */
export const withPlayed = (score: Score, id: string, played: Played): Score => (score[id] ? score : { ...score, [id]: played });

export function scoreWords(score: Score): string {
  const all = Object.values(score);
  if (!all.length) return 'No case played yet.';
  const causes = all.filter((each) => each.cause).length;
  const mechanisms = all.filter((each) => each.mechanism).length;
  return `${all.length} played: cause right in ${causes}, mechanism right in ${mechanisms}.`;
}
