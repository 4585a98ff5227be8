import { groupLesions } from '../group/index.ts';
import type { LesionFacts, LesionGroup } from '../types.ts';

/**
 * Groups of the lesions as they stand. A group keeps the id of the group before that shares most volume with it, so that
 * what was said of it stays with it; the others take the next free ids.
 */
export function regroupLesions(
  lesions: readonly LesionFacts[],
  before: readonly { readonly id: string; readonly lesionIds: readonly string[] }[],
): LesionGroup[] {
  const volume = new Map(lesions.map((each) => [each.id, each.volumeMm3]));
  const groups = groupLesions(lesions);
  const pairs = groups.flatMap((group, n) =>
    before.map((old) => ({
      n,
      id: old.id,
      shared: group.lesionIds.reduce((sum, id) => sum + (old.lesionIds.includes(id) ? (volume.get(id) ?? 0) + 1e-6 : 0), 0),
    })),
  );
  const named = new Map<number, string>();
  const used = new Set<string>();
  for (const { n, id, shared } of pairs.sort((a, b) => b.shared - a.shared || a.n - b.n)) {
    if (shared <= 0 || named.has(n) || used.has(id)) continue;
    named.set(n, id);
    used.add(id);
  }
  let next = before.reduce((most, each) => Math.max(most, Number(each.id.slice(1)) || 0), 0);
  return groups.map((group, n) => ({ ...group, id: named.get(n) ?? `G${++next}` }));
}
