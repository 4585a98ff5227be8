import type { Knowledge, Term } from '../types.ts';

const childrenOf = new WeakMap<Knowledge, ReadonlyMap<string, readonly string[]>>();

/** Ids of the terms whose parent this is, in the order of the vocabulary. */
export function children(knowledge: Knowledge, id: string): readonly string[] {
  let index = childrenOf.get(knowledge);
  if (index === undefined) {
    const built = new Map<string, string[]>();
    for (const term of knowledge.terms.values())
      for (const parent of term.parents) {
        const list = built.get(parent);
        if (list) list.push(term.id);
        else built.set(parent, [term.id]);
      }
    index = built;
    childrenOf.set(knowledge, index);
  }
  return index.get(id) ?? [];
}

function reach(start: string, next: (id: string) => readonly string[]): string[] {
  const found = new Set<string>();
  const queue = [...next(start)];
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head]!;
    if (id === start || found.has(id)) continue;
    found.add(id);
    queue.push(...next(id));
  }
  return [...found];
}

/** Ids of every term that this one is a kind of, nearest first; empty for an id that is not known. */
export const ancestors = (knowledge: Knowledge, id: string): readonly string[] =>
  reach(id, (each) => (knowledge.terms.get(each) as Term | undefined)?.parents ?? []);

/** Ids of every term that is a kind of this one, nearest first. */
export const descendants = (knowledge: Knowledge, id: string): readonly string[] => reach(id, (each) => children(knowledge, each));
