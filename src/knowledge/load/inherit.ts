import type { Condition, Diagnosis, Evidence, Kind } from '../types.ts';

/** Pseudo-count of a row that a whole kind of causes shares: less than of one made for the cause itself (own estimate). */
const KIND_WEIGHT = 4;

/**
 * Gives every cause the rows of its kind that it has not itself. A finding that hangs on a condition keeps to the condition; where the
 * cause speaks of one state of an exclusive set, what it leaves for the others is its own affair.
 */
export function inherit(parts: {
  readonly written: ReadonlyMap<string, Diagnosis>;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly exclusive: readonly (readonly string[])[];
}): Map<string, Diagnosis> {
  const { written, kinds, conditions, exclusive } = parts;
  const hung = new Set([...conditions.values()].flatMap((each) => each.evidence.map((row) => row.finding)));
  const setOf = new Map(exclusive.flatMap((set) => set.map((finding) => [finding, set] as const)));
  const out = new Map<string, Diagnosis>();
  for (const [id, cause] of written) {
    const kind = cause.kind === null ? undefined : kinds.get(cause.kind);
    const said = new Set(cause.evidence.map((row) => row.finding));
    const rows = Object.entries(kind?.rows ?? {})
      .filter(([finding]) => !said.has(finding) && !hung.has(finding) && !setOf.get(finding)?.some((each) => said.has(each)))
      .map(
        ([finding, p]): Evidence => ({
          finding,
          p,
          weight: KIND_WEIGHT,
          basis: 'expert-estimate',
          n: null,
          sources: [],
          note: `as for its kind: ${kind?.label ?? ''}`,
          kind: kind?.id ?? '',
        }),
      );
    out.set(id, { ...cause, evidence: [...cause.evidence, ...rows] });
  }
  return out;
}
