import type { CostTier, Term } from '../../knowledge/index.ts';
import { type BlockEvidence, blockLikelihood, entropy, type Inference } from '../inference/index.ts';
import { type Block, type Model, marginalsOf } from '../model/index.ts';
import type { Differential } from '../types.ts';

/** Causes rarer than this share of the answer do not decide what to ask next. */
const NEGLIGIBLE = 0.002;
const SHOWN_PER_TIER = 4;
const SHOWN_PER_FAMILY = 2;
/** Less than this is not worth asking, bits. */
const LEAST_BITS = 0.01;
/** Histology read as specific for the disease it shows. */
const BIOPSY = 'lab-biopsy-diagnostic';

const TIERS: Readonly<Partial<Record<Term['category'], CostTier>>> = {
  hx: 'history',
  drug: 'history',
  proc: 'history',
  fam: 'history',
  ex: 'exam',
  lab: 'lab',
  img: 'imaging',
  compartment: 'imaging',
  morph: 'imaging',
  dist: 'imaging',
  site: 'exam',
};
/** What describes the calcification itself is asked for only while nothing of its kind is known. */
const ONCE: ReadonlySet<Term['category']> = new Set(['compartment', 'morph', 'dist', 'site']);

/** Sharper evidence than this does not come from one answer: what asking would tell, at best. */
const ANSWER_TRUST = 0.98;

/** Stands for 0 where a ratio is taken. */
const IMPOSSIBLE = 1e-12;

/** A state of a condition rarer than this, given the cause and all that is known, is left out of what to ask. */
const NEGLIGIBLE_STATE = 1e-4;
const CERTAIN = Float64Array.of(1);

interface Top {
  readonly hypotheses: readonly number[];
  readonly p: Float64Array;
  /** P(state of the block's family | hypothesis, everything known); one certain state when it has none. */
  states(hypothesis: number, block: number): Float64Array;
  /** Likelihood of what is known of a block, by table: asked for with every node of it. */
  readonly known: Map<Float64Array, number>;
}

function topOf(model: Model, inference: Inference): Top {
  const hypotheses = [...inference.posterior.keys()].filter((h) => inference.posterior[h]! >= NEGLIGIBLE);
  const p = Float64Array.from(hypotheses, (h) => inference.posterior[h]!);
  const sum = p.reduce((total, each) => total + each, 0);
  return {
    hypotheses,
    p: p.map((each) => each / sum),
    known: new Map(),
    states: (h, block) => {
      const family = model.familyOf[block]!;
      return family < 0 ? CERTAIN : (inference.likelihood.families.get(family)?.states[h] ?? model.states[family]![h]!);
    },
  };
}

/** Mutual information between the cause and an answer, bits; `outcomes[o][i]` = P(answer o | hypothesis i). */
function information(p: Float64Array, outcomes: readonly Float64Array[]): number {
  let bits = 0;
  for (const outcome of outcomes) {
    let total = 0;
    for (let i = 0; i < p.length; i++) total += p[i]! * outcome[i]!;
    if (total <= 0) continue;
    for (let i = 0; i < p.length; i++) if (outcome[i]! > 0) bits += p[i]! * outcome[i]! * Math.log2(outcome[i]! / total);
  }
  return Math.max(0, bits);
}

/** P(node present | hypothesis, everything known). */
function answerGiven(model: Model, inference: Inference, top: Top, block: number, node: number): Float64Array {
  const tree = model.blocks[block]!;
  const known = inference.observed.blocks.get(block);
  const asked = known ? withAnswer(tree, known, node) : null;
  const given = (h: number, state: number): number => {
    const q = model.table(h, block, state);
    if (known && asked) {
      let before = top.known.get(q);
      if (before === undefined) {
        before = blockLikelihood(tree, q, known);
        top.known.set(q, before);
      }
      return Math.min(1, blockLikelihood(tree, q, asked) / before);
    }
    return marginalsOf(tree, q)[node]!;
  };
  // Causes without rows of their own in the block answer alike.
  const generic: number[] = [];
  return Float64Array.from(top.hypotheses, (h) => {
    const own = h === model.diagnoses.length || model.own(h, block);
    const states = top.states(h, block);
    let sum = 0;
    for (let state = 0; state < states.length; state++) {
      if (states[state]! < NEGLIGIBLE_STATE) continue;
      if (!own) generic[state] ??= given(h, state);
      sum += states[state]! * (own ? given(h, state) : generic[state]!);
    }
    return sum;
  });
}

/** The block's evidence with the node known to be present: absent is made impossible. */
function withAnswer(tree: Block, known: BlockEvidence, node: number): BlockEvidence {
  const asked = { present: known.present, absent: Float64Array.from(known.absent), active: Uint8Array.from(known.active) };
  asked.absent[node] = IMPOSSIBLE;
  for (let up = node; up >= 0; up = tree.parent[up]!) asked.active[up] = 1;
  return asked;
}

/**
 * The questions and tests that would tell most: expected information about the cause in bits (Shannon), each asked on
 * its own, the best few of each cost tier, most telling first. A laboratory test is one question with its states.
 */
export function nextTests(model: Model, inference: Inference): Differential['nextTests'] {
  const top = topOf(model, inference);
  if (top.hypotheses.length < 2) return [];
  const { terms } = model.knowledge;
  const said = new Set(inference.observed.used.map((each) => each.finding));
  const kinds = new Set(inference.observed.used.map((each) => terms.get(each.finding)!.category));
  const testOf = new Map(
    [...model.knowledge.tests.values()].flatMap((test) => Object.values(test.states).map((finding) => [finding, test.id] as const)),
  );
  const best = new Map<string, { bits: number; tier: CostTier; block: number }>();
  model.blocks.forEach((block, index) => {
    if (!top.hypotheses.some((h) => model.own(h, index)) && model.familyOf[index]! < 0) return;
    for (const group of [...block.roots, ...block.children.flat()]) {
      const asked = group.nodes.filter((node) => !said.has(block.members[node]!));
      if (asked.length < group.nodes.length) continue;
      for (const node of group.exclusive ? [group.nodes[0]!] : group.nodes) {
        const id = block.members[node]!;
        const term = terms.get(id)!;
        const tier = term.costTier ?? TIERS[term.category];
        if (!tier || (ONCE.has(term.category) && kinds.has(term.category)) || term.redundantWith?.some((other) => said.has(other)))
          continue;
        const bits = group.exclusive ? ofSet(model, inference, top, index, group.nodes) : ofOne(model, inference, top, index, node);
        const name = testOf.get(id) ?? id;
        if (bits >= LEAST_BITS && bits > (best.get(name)?.bits ?? 0)) best.set(name, { bits, tier, block: index });
      }
    }
  });
  const perTier = new Map<string, number>();
  const room = (key: string, most: number): boolean => {
    const taken = (perTier.get(key) ?? 0) + 1;
    if (taken > most) return false;
    perTier.set(key, taken);
    return true;
  };
  return [...best]
    .sort((a, b) => b[1].bits - a[1].bits || (a[0] < b[0] ? -1 : 1))
    .filter(([, { tier, block }]) => {
      // Questions of one tree or about one condition tell much the same: not all of them in a row.
      const family = model.familyOf[block]!;
      return room(`${tier} b ${block}`, 1) && (family < 0 || room(`${tier} f ${family}`, SHOWN_PER_FAMILY)) && room(tier, SHOWN_PER_TIER);
    })
    .map(([test, { bits, tier }]) => ({ test, expectedInformationBits: bits, costTier: tier }));
}

const trusted = (p: number): number => ANSWER_TRUST * p + (1 - ANSWER_TRUST) * (1 - p);

function ofOne(model: Model, inference: Inference, top: Top, block: number, node: number): number {
  const p = answerGiven(model, inference, top, block, node);
  if (model.blocks[block]!.members[node] === BIOPSY) {
    // A specific histology names its disease.
    const unspecific = top.p.map((each, i) => each * (1 - p[i]!));
    const total = unspecific.reduce((sum, each) => sum + each, 0);
    return Math.max(0, entropy(top.p) - (total > 0 ? total * entropy(unspecific.map((each) => each / total)) : 0));
  }
  const yes = p.map(trusted);
  return information(top.p, [yes, yes.map((each) => 1 - each)]);
}

function ofSet(model: Model, inference: Inference, top: Top, block: number, nodes: readonly number[]): number {
  const outcomes = nodes.map((node) => answerGiven(model, inference, top, block, node));
  const rest = Float64Array.from(top.p, (_, i) => Math.max(0, 1 - outcomes.reduce((sum, each) => sum + each[i]!, 0)));
  return information(top.p, [...outcomes, rest]);
}
