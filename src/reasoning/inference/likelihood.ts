import type { Block, Group, Model } from '../model/index.ts';
import type { BlockEvidence, Observed } from './evidence.ts';

/**
 * Likelihood of the evidence in one block: the sum over every state of its findings that the tree and the exclusive
 * sets allow (Pearl 1988, belief propagation in a tree; exact).
 */
export function blockLikelihood(block: Block, q: Float64Array, evidence: BlockEvidence): number {
  let product = 1;
  for (const group of block.roots) product *= groupLikelihood(block, group, q, evidence);
  return product;
}

function groupLikelihood(block: Block, group: Group, q: Float64Array, evidence: BlockEvidence): number {
  const { active } = evidence;
  if (!group.exclusive) {
    const node = group.nodes[0]!;
    if (!active[node]) return 1;
    return q[node]! * whenPresent(block, node, q, evidence) + (1 - q[node]!) * whenAbsent(block, node, evidence);
  }
  let allAbsent = 1;
  let none = 1;
  let any = false;
  for (const node of group.nodes) {
    none -= q[node]!;
    if (!active[node]) continue;
    any = true;
    allAbsent *= whenAbsent(block, node, evidence);
  }
  if (!any) return 1;
  let sum = Math.max(0, none) * allAbsent;
  for (const node of group.nodes)
    sum += q[node]! * (active[node] ? (whenPresent(block, node, q, evidence) * allAbsent) / whenAbsent(block, node, evidence) : allAbsent);
  return sum;
}

function whenPresent(block: Block, node: number, q: Float64Array, evidence: BlockEvidence): number {
  let product = evidence.present[node]!;
  for (const group of block.children[node]!) product *= groupLikelihood(block, group, q, evidence);
  return product;
}

/** A node absent makes its whole subtree absent. */
function whenAbsent(block: Block, node: number, evidence: BlockEvidence): number {
  let product = evidence.absent[node]!;
  for (const group of block.children[node]!)
    for (const child of group.nodes) if (evidence.active[child]) product *= whenAbsent(block, child, evidence);
  return product;
}

/** Log likelihood of all that was observed, by hypothesis, in the parts it is made of. */
export interface Likelihood {
  /** Per block with evidence that hangs on no family: log likelihood by hypothesis. */
  readonly free: ReadonlyMap<number, Float64Array>;
  /** Per family touched: log likelihood by hypothesis, and the posterior of its states by hypothesis. */
  readonly families: ReadonlyMap<number, { readonly log: Float64Array; readonly states: readonly Float64Array[] }>;
  /** Their sum with what was observed directly. */
  readonly total: Float64Array;
}

/** Likelihood of one block under every state of its family, for one hypothesis; one number when it has no family. */
function perState(model: Model, block: number, evidence: BlockEvidence, hypothesis: number, generic: Float64Array | null): Float64Array {
  if (generic && !model.own(hypothesis, block)) return generic;
  const family = model.familyOf[block]!;
  const count = family < 0 ? 1 : model.families[family]!.states.length;
  const out = new Float64Array(count);
  for (let state = 0; state < count; state++)
    out[state] = blockLikelihood(model.blocks[block]!, model.table(hypothesis, block, state), evidence);
  return out;
}

/** Exact likelihoods: sum over the states of each family of the product over its blocks, times the free blocks. */
export function likelihoods(model: Model, observed: Observed): Likelihood {
  const count = model.hypotheses.length;
  const free = new Map<number, Float64Array>();
  const families = new Map<number, { log: Float64Array; states: Float64Array[] }>();
  const touched = new Set(observed.families.keys());
  for (const [block, evidence] of observed.blocks) {
    if (model.familyOf[block]! >= 0) touched.add(model.familyOf[block]!);
    else free.set(block, freeBlock(model, block, evidence));
  }
  for (const family of [...touched].sort((a, b) => a - b)) families.set(family, familyLikelihood(model, family, observed));
  const total = Float64Array.from(observed.direct);
  for (let h = 0; h < count; h++) {
    for (const log of free.values()) total[h]! += log[h]!;
    for (const { log } of families.values()) total[h]! += log[h]!;
  }
  return { free, families, total };
}

export function freeBlock(model: Model, block: number, evidence: BlockEvidence): Float64Array {
  const count = model.hypotheses.length;
  const log = new Float64Array(count);
  let generic: number | null = null;
  for (let h = 0; h < count; h++) {
    const none = h === count - 1;
    if (!none && !model.own(h, block)) {
      generic ??= Math.log(blockLikelihood(model.blocks[block]!, model.table(h, block, 0), evidence));
      log[h] = generic;
    } else log[h] = Math.log(blockLikelihood(model.blocks[block]!, model.table(h, block, 0), evidence));
  }
  return log;
}

export function familyLikelihood(
  model: Model,
  family: number,
  observed: Pick<Observed, 'blocks' | 'families'>,
): { log: Float64Array; states: Float64Array[] } {
  const count = model.hypotheses.length;
  const blocks = model.families[family]!.blocks.filter((block) => observed.blocks.has(block));
  const record = observed.families.get(family);
  const generics = blocks.map((block) => perState(model, block, observed.blocks.get(block)!, count - 1, null));
  const log = new Float64Array(count);
  const states: Float64Array[] = [];
  for (let h = 0; h < count; h++) {
    const posterior = Float64Array.from(model.states[family]![h]!);
    let sum = 0;
    blocks.forEach((block, place) => {
      const each = perState(model, block, observed.blocks.get(block)!, h, generics[place]!);
      for (let state = 0; state < posterior.length; state++) posterior[state]! *= each[state]!;
    });
    for (let state = 0; state < posterior.length; state++) {
      if (record) posterior[state]! *= record[state]!;
      sum += posterior[state]!;
    }
    for (let state = 0; state < posterior.length; state++) posterior[state]! /= sum;
    log[h] = Math.log(sum);
    states.push(posterior);
  }
  return { log, states };
}
