import { type BlockEvidence, blockLikelihood, type Inference } from '../inference/index.ts';
import { type Block, type Group, LEAST, type Model, marginalsOf } from '../model/index.ts';
import type { Combination } from '../types.ts';

/** How often a second process calcifies in the same group of lesions, against being alone there (own estimate). */
const SECOND_PROCESS = 0.1;
/** A finding is explained by a cause that has it in at least this share of its cases... */
const EXPLAINED = 0.15;
/** ...and left unexplained below this. */
const UNEXPLAINED = 0.08;
const SINGLES = 6;
const PER_FINDING = 2;
/** Causes taken in because they explain what the first leaves open: no more than this, so that a long record is answered as fast as a short one. */
const MOST_HELPERS = 8;
/** What the first cause explains least is asked of others; no more findings than this. */
const MOST_OPEN = 12;
const SHOWN = 3;
/** Stated more surely than this counts as present when asking what explains it. */
const PRESENT = 0.8;

/** What of a block bears on the evidence: the nodes that are read, the exclusive sets among them, and room to work in. */
interface Part {
  readonly block: Block;
  readonly evidence: BlockEvidence;
  readonly nodes: readonly number[];
  readonly sets: readonly { readonly group: Group; readonly parent: number }[];
  readonly p: Float64Array;
  readonly q: Float64Array;
}

function partOf(block: Block, evidence: BlockEvidence): Part {
  const read = (group: Group): boolean => group.nodes.some((node) => evidence.active[node] === 1);
  const all = [
    ...block.roots.map((group) => ({ group, parent: -1 })),
    ...block.children.flatMap((groups, parent) => groups.map((group) => ({ group, parent }))),
  ].filter(({ group }) => read(group));
  const nodes = all.flatMap(({ group }) => (group.exclusive ? group.nodes : group.nodes.filter((node) => evidence.active[node] === 1)));
  const size = block.members.length;
  return {
    block,
    evidence,
    nodes: [...nodes].sort((x, y) => x - y),
    sets: all.filter(({ group }) => group.exclusive),
    p: new Float64Array(size),
    q: new Float64Array(size),
  };
}

/**
 * Likelihood of a block when either cause may bring a finding (noisy or). In an exclusive set the states that either brings above the
 * other are kept and what is left over goes to the commonest state.
 */
function eitherLikelihood({ block, evidence, nodes, sets, p, q }: Part, a: Float64Array, b: Float64Array): number {
  const [pa, pb] = [marginalsOf(block, a), marginalsOf(block, b)];
  for (const node of nodes) p[node] = 1 - (1 - pa[node]!) * (1 - pb[node]!);
  for (const { group, parent } of sets) {
    const above = parent < 0 ? 1 - LEAST : p[parent]!;
    const sum = group.nodes.reduce((total, node) => total + p[node]!, 0);
    if (sum <= above) continue;
    const common = group.nodes.reduce((best, node) => (pa[node]! + pb[node]! > pa[best]! + pb[best]! ? node : best), group.nodes[0]!);
    p[common] = Math.max(LEAST, p[common]! - (sum - above));
    const again = group.nodes.reduce((total, node) => total + p[node]!, 0);
    if (again > above) for (const node of group.nodes) p[node]! *= above / again;
  }
  for (const node of nodes) {
    const up = block.parent[node]!;
    q[node] = up < 0 ? p[node]! : Math.min(1, p[node]! / p[up]!);
  }
  return blockLikelihood(block, q, evidence);
}

function pairLog(model: Model, inference: Inference, parts: ReadonlyMap<number, Part>, pair: readonly [number, number]): number {
  const { observed } = inference;
  const [a, b] = pair;
  let log = Math.max(observed.direct[a]!, observed.direct[b]!);
  const likelihood = (block: number, state: number): number =>
    eitherLikelihood(parts.get(block)!, model.table(a, block, state), model.table(b, block, state));
  for (const block of inference.likelihood.free.keys()) log += Math.log(likelihood(block, 0));
  for (const family of inference.likelihood.families.keys()) {
    const [sa, sb] = [model.states[family]![a]!, model.states[family]![b]!];
    const blocks = model.families[family]!.blocks.filter((block) => observed.blocks.has(block));
    const record = observed.families.get(family);
    const eitherState = Float64Array.from(sa, (each, state) => (state === 0 ? 0 : 1 - (1 - each) * (1 - sb[state]!)));
    const some = eitherState.reduce((sum, each) => sum + each, 0);
    const scale = some > 1 - LEAST ? (1 - LEAST) / some : 1;
    let sum = 0;
    for (let state = 0; state < eitherState.length; state++) {
      let each = state === 0 ? 1 - some * scale : eitherState[state]! * scale;
      if (record) each *= record[state]!;
      if (each > 1e-9) for (const block of blocks) each *= likelihood(block, state);
      sum += each;
    }
    log += Math.log(sum);
  }
  return log;
}

/** P(finding | cause), averaged over the states of its conditions. */
function share(model: Model, hypothesis: number, finding: string): number {
  const { block, node } = model.blockOf.get(finding)!;
  const family = model.familyOf[block]!;
  const states = family < 0 ? [1] : model.states[family]![hypothesis]!;
  let sum = 0;
  for (let state = 0; state < states.length; state++)
    sum += states[state]! * marginalsOf(model.blocks[block]!, model.table(hypothesis, block, state))[node]!;
  return sum;
}

/** Pairs that together explain the findings better than any cause alone, by the same likelihoods and their priors. */
export function combinations(model: Model, inference: Inference): Combination[] {
  const { posterior, observed, likelihood, logPrior } = inference;
  const causes = model.diagnoses.length;
  const order = [...posterior.keys()].filter((h) => h < causes).sort((x, y) => posterior[y]! - posterior[x]!);
  const best = order[0];
  if (best === undefined) return [];
  const present = observed.used.filter((each) => each.probability > PRESENT).map((each) => each.finding);
  const open = present
    .map((finding) => ({ finding, p: share(model, best, finding) }))
    .filter(({ p }) => p < UNEXPLAINED)
    .sort((x, y) => x.p - y.p || (x.finding < y.finding ? -1 : 1))
    .slice(0, MOST_OPEN);
  if (open.length === 0) return [];
  const helpers = new Map<number, number>();
  for (const { finding } of open) {
    const by = order
      .map((h) => ({ h, score: share(model, h, finding) * Math.exp(logPrior[h]!) }))
      .sort((x, y) => y.score - x.score || x.h - y.h);
    for (const { h, score } of by.slice(0, PER_FINDING)) helpers.set(h, Math.max(score, helpers.get(h) ?? 0));
  }
  const chosen = [...helpers].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, MOST_HELPERS);
  const candidates = new Set([...order.slice(0, SINGLES), ...chosen.map(([h]) => h)]);
  const list = [...candidates].sort((x, y) => x - y);
  const single = logPrior[best]! + likelihood.total[best]!;
  const total = logPrior.reduce((sum, each) => sum + Math.exp(each), 0);
  const parts = new Map([...observed.blocks].map(([block, evidence]) => [block, partOf(model.blocks[block]!, evidence)] as const));
  const found: { readonly a: number; readonly b: number; readonly odds: number }[] = [];
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      const [a, b] = [list[i]!, list[j]!];
      if (model.hypotheses[a] === model.hypotheses[b]) continue;
      const prior = logPrior[a]! + logPrior[b]! - Math.log(total) + Math.log(SECOND_PROCESS);
      const odds = (prior + pairLog(model, inference, parts, [a, b]) - single) / Math.LN10;
      if (odds > 0) found.push({ a, b, odds });
    }
  const only = (mine: number, other: number): string[] =>
    present.filter((finding) => share(model, mine, finding) >= EXPLAINED && share(model, other, finding) < UNEXPLAINED);
  const named = new Set<string>();
  return found
    .sort((x, y) => y.odds - x.odds || x.a - y.a || x.b - y.b)
    .filter(({ a, b }) => {
      // Two faces of a cause make the same pair: the likelier one stands for it.
      const name = [model.hypotheses[a]!, model.hypotheses[b]!].join(' ');
      return !named.has(name) && named.add(name);
    })
    .slice(0, SHOWN)
    .map(({ a, b, odds }) => ({
      diagnoses: [model.hypotheses[a]!, model.hypotheses[b]!],
      log10OddsOverSingle: odds,
      explains: [only(a, b), only(b, a)],
    }));
}
