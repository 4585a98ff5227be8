import type { Knowledge } from '../../knowledge/index.ts';

/**
 * Findings that must be weighed together: an is-a tree (index finger, hand, upper limb), or a set of states of which at
 * most one holds (calcium low, normal, high), or both. Findings of different blocks are independent given the cause and
 * the states of the conditions.
 */
export interface Block {
  /** Finding ids; a node is its place in this list. Parents stand before their children. */
  readonly members: readonly string[];
  /** Nodes without a parent in the block, in groups. */
  readonly roots: readonly Group[];
  /** For each node, its children in groups. */
  readonly children: readonly (readonly Group[])[];
  readonly parent: Int32Array;
}

/** Siblings: of an exclusive group at most one is present; the others are independent given their parent. */
export interface Group {
  readonly exclusive: boolean;
  readonly nodes: readonly number[];
}

/** The first parent carries the inference; further parents are kept by {@link closeEvidence}. */
const primaryParent = (knowledge: Knowledge, id: string): string | null => knowledge.terms.get(id)?.parents[0] ?? null;

/** Splits the vocabulary of findings into blocks, in the order of the vocabulary. */
export function buildBlocks(knowledge: Knowledge, findings: readonly string[]): Block[] {
  const known = new Set(findings);
  const setOf = new Map<string, readonly string[]>();
  for (const set of knowledge.exclusive) for (const id of set) setOf.set(id, set);
  const leader = new Map<string, string>(findings.map((id) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    while (leader.get(at) !== at) at = leader.get(at)!;
    return at;
  };
  const join = (a: string, b: string): void => {
    if (known.has(a) && known.has(b)) leader.set(find(b), find(a));
  };
  for (const id of findings) {
    const parent = primaryParent(knowledge, id);
    if (parent) join(parent, id);
    for (const other of setOf.get(id) ?? []) join(id, other);
  }
  const bundles = new Map<string, string[]>();
  for (const id of findings) {
    const bundle = bundles.get(find(id));
    if (bundle) bundle.push(id);
    else bundles.set(find(id), [id]);
  }
  return [...bundles.values()].map((members) => buildBlock(knowledge, members, setOf));
}

function buildBlock(knowledge: Knowledge, unordered: readonly string[], setOf: ReadonlyMap<string, readonly string[]>): Block {
  const inside = new Set(unordered);
  const depth = (id: string): number => {
    const parent = primaryParent(knowledge, id);
    return parent && inside.has(parent) ? depth(parent) + 1 : 0;
  };
  const members = [...unordered].sort((a, b) => depth(a) - depth(b));
  const place = new Map(members.map((id, node) => [id, node]));
  const parent = Int32Array.from(members, (id) => {
    const up = primaryParent(knowledge, id);
    return up === null ? -1 : (place.get(up) ?? -1);
  });
  const groupsUnder = (node: number): Group[] => {
    const groups: Group[] = [];
    const done = new Set<number>();
    for (let child = 0; child < members.length; child++) {
      if (parent[child] !== node || done.has(child)) continue;
      const set = setOf.get(members[child]!);
      const nodes = set
        ? set.map((id) => place.get(id)).filter((each): each is number => each !== undefined && parent[each] === node)
        : [child];
      for (const each of nodes) done.add(each);
      groups.push({ exclusive: nodes.length > 1, nodes });
    }
    return groups;
  };
  return { members, roots: groupsUnder(-1), children: members.map((_, node) => groupsUnder(node)), parent };
}
