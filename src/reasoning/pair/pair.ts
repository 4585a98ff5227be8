import { blockLikelihood, type Inference } from '../inference/index.ts';
import { type Block, type Group, LEAST, type Model } from '../model/index.ts';
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

/** P(node) from P(node | parent present). */
function marginals(block: Block, q: Float64Array): Float64Array {
  const p = new Float64Array(q.length);
  for (let node = 0; node < q.length; node++) p[node] = q[node]! * (block.parent[node]! < 0 ? 1 : p[block.parent[node]!]!);
  return p;
}

/**
 * Either cause may bring a finding (noisy or). In an exclusive set the states that either brings above the other are
 * kept and what is left over goes to the commonest state.
 */
function either(block: Block, a: Float64Array, b: Float64Array): Float64Array {
  const [pa, pb] = [marginals(block, a), marginals(block, b)];
  const p = Float64Array.from(pa, (each, node) => 1 - (1 - each) * (1 - pb[node]!));
  const trim = (group: Group, above: number): void => {
    if (!group.exclusive) return;
    const sum = group.nodes.reduce((total, node) => total + p[node]!, 0);
    if (sum <= above) return;
    const common = group.nodes.reduce((best, node) => (pa[node]! + pb[node]! > pa[best]! + pb[best]! ? node : best), group.nodes[0]!);
    p[common] = Math.max(LEAST, p[common]! - (sum - above));
    const again = group.nodes.reduce((total, node) => total + p[node]!, 0);
    if (again > above) for (const node of group.nodes) p[node]! *= above / again;
  };
  for (const group of block.roots) trim(group, 1 - LEAST);
  block.children.forEach((groups, node) => {
    for (const group of groups) trim(group, p[node]!);
  });
  return Float64Array.from(p, (each, node) => (block.parent[node]! < 0 ? each : Math.min(1, each / p[block.parent[node]!]!)));
}

function pairLog(model: Model, inference: Inference, a: number, b: number): number {
  const { observed } = inference;
  let log = Math.max(observed.direct[a]!, observed.direct[b]!);
  const likelihood = (block: number, state: number): number =>
    blockLikelihood(
      model.blocks[block]!,
      either(model.blocks[block]!, model.table(a, block, state), model.table(b, block, state)),
      observed.blocks.get(block)!,
    );
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
    sum += states[state]! * marginals(model.blocks[block]!, model.table(hypothesis, block, state))[node]!;
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
  const found: { readonly a: number; readonly b: number; readonly odds: number }[] = [];
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      const [a, b] = [list[i]!, list[j]!];
      if (model.hypotheses[a] === model.hypotheses[b]) continue;
      const prior = logPrior[a]! + logPrior[b]! - Math.log(total) + Math.log(SECOND_PROCESS);
      const odds = (prior + pairLog(model, inference, a, b) - single) / Math.LN10;
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
