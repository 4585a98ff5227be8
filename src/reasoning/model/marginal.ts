import type { Block, Group } from './tree.ts';

/** Nothing is certain: no probability of the model is nearer to 0 or 1 than this (dossier: clamp at 0.005, genes lower). */
export const LEAST = 0.001;
const clamp = (p: number): number => Math.min(1 - LEAST, Math.max(LEAST, p));

/**
 * P(node present | parent present) of every node of a block, from the rows that are given and the background of those
 * that are not. A parent without a row is at least as likely as its children together; a child without a row shares, as in the
 * background, what the known children leave unexplained of its parent; what an exclusive set leaves is shared as in the background.
 */
export function conditionals(block: Block, given: (node: number) => number | undefined, background: Float64Array): Float64Array {
  const size = block.members.length;
  const marginal = new Float64Array(size);
  const known = new Uint8Array(size);
  for (let node = 0; node < size; node++) {
    const p = given(node);
    if (p !== undefined) {
      marginal[node] = clamp(p);
      known[node] = 1;
    }
  }
  // Upwards: children come after their parents in `members`.
  for (let node = size - 1; node >= 0; node--) liftChildren(block.children[node]!, node, marginal, known);
  for (const group of block.roots) settle(group, null, 1, marginal, known, background);
  for (let node = 0; node < size; node++) {
    const needed = neededBy(block.children[node]!, marginal, known);
    const unexplained = needed < marginal[node]! ? 1 - (1 - marginal[node]!) / (1 - needed) : 0;
    for (const group of block.children[node]!) settle(group, node, unexplained, marginal, known, background);
  }
  const q = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    const up = block.parent[node]!;
    q[node] = up < 0 ? marginal[node]! : Math.min(1 - LEAST / 10, marginal[node]! / marginal[up]!);
  }
  return q;
}

/** P(at least one known child); 0 when none is known. */
function neededBy(groups: readonly Group[], marginal: Float64Array, known: Uint8Array): number {
  let absent = 1;
  for (const { exclusive, nodes } of groups) {
    let sum = 0;
    for (const child of nodes) {
      if (!known[child]) continue;
      if (exclusive) sum += marginal[child]!;
      else absent *= 1 - marginal[child]!;
    }
    if (exclusive) absent *= 1 - Math.min(sum, 1 - LEAST);
  }
  return 1 - absent;
}

/** A node is no rarer than its known children: without a row it is as likely as they need together. */
function liftChildren(groups: readonly Group[], node: number, marginal: Float64Array, known: Uint8Array): void {
  const needed = neededBy(groups, marginal, known);
  if (needed === 0) return;
  if (!known[node]) {
    marginal[node] = clamp(needed);
    known[node] = 2;
    return;
  }
  for (const { nodes } of groups)
    for (const child of nodes) if (known[child]) marginal[node] = clamp(Math.max(marginal[node]!, marginal[child]!));
}

/** Fills the members of a group that have no row, under a parent that is settled (null: no parent). */
function settle(
  group: Group,
  parent: number | null,
  unexplained: number,
  marginal: Float64Array,
  known: Uint8Array,
  background: Float64Array,
): void {
  const above = parent === null ? 1 : marginal[parent]!;
  const aboveBackground = parent === null ? 1 : background[parent]!;
  if (!group.exclusive) {
    for (const node of group.nodes) {
      // What known siblings already explain of the parent is not evidence for this one.
      const ratio = background[node]! / aboveBackground;
      const fallback = Math.max(ratio * unexplained, Math.min(background[node]!, ratio * above));
      if (known[node] === 2) marginal[node] = Math.max(marginal[node]!, fallback);
      else if (!known[node]) marginal[node] = clamp(fallback);
      marginal[node] = Math.min(marginal[node]!, above);
    }
    return;
  }
  let sum = 0;
  let sumBackground = 0;
  for (const node of group.nodes)
    if (known[node]) {
      sum += marginal[node]!;
      sumBackground += background[node]! / aboveBackground;
    }
  const most = above * (1 - LEAST / 10);
  if (sum > most) {
    for (const node of group.nodes) if (known[node]) marginal[node] = (marginal[node]! * most) / sum;
    sum = most;
  }
  const left = (above - sum) / Math.max(LEAST, 1 - sumBackground);
  for (const node of group.nodes) if (!known[node]) marginal[node] = Math.max(LEAST / 10, (background[node]! / aboveBackground) * left);
}

const marginals = new WeakMap<Float64Array, Float64Array>();

/** P(node present) from a table of P(node present | parent present); made once per table, which must not change afterwards. */
export function marginalsOf(block: Block, table: Float64Array): Float64Array {
  let p = marginals.get(table);
  if (!p) {
    p = new Float64Array(table.length);
    for (let node = 0; node < p.length; node++) p[node] = table[node]! * (block.parent[node]! < 0 ? 1 : p[block.parent[node]!]!);
    marginals.set(table, p);
  }
  return p;
}
