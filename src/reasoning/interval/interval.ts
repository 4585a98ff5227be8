import { blockLikelihood, type Inference } from '../inference/index.ts';
import type { Model } from '../model/index.ts';

/** 90 % of a normal lies within this many standard deviations. */
const Z90 = 1.6449;
/**
 * A small probability is known at least to about a factor of two: the pseudo-count is raised until the rarer outcome
 * counts this much (own estimate; a Beta(0.02, 6) would say that nothing at all is known).
 */
const LEAST_COUNT = 1.5;
/** Standard deviation of the natural log of a prior weight or of a base rate: factor 2.3 either way at 90 % (own estimate). */
const PRIOR_LOG_SD = 0.5;
/** Pseudo-count of P(condition | cause). */
const CONDITION_WEIGHT = 8;
/** Causes and states less likely than this have no say in the interval. */
const NEGLIGIBLE = 1e-4;
const STEP = 1e-4;

/** Effect of every uncertain parameter on the log likelihood of each hypothesis (delta method). */
export interface Spread {
  /** Variance of each log likelihood from parameters that only it has. */
  readonly own: Float64Array;
  /** Parameters that several share: their gradients, in standard deviations. */
  readonly shared: readonly Float64Array[];
}

const deviation = (q: number, weight: number): number => {
  const count = Math.max(weight, LEAST_COUNT / Math.min(q, 1 - q));
  return Math.sqrt((q * (1 - q)) / (count + 1));
};

/**
 * Gradients of the log likelihoods for every probability the evidence touches, each times its Beta's standard deviation.
 * A background rate or a condition's row moves all causes that use it together, so it cancels where it should.
 */
export function spreadOf(model: Model, inference: Inference): Spread {
  const count = model.hypotheses.length;
  const own = new Float64Array(count).fill(PRIOR_LOG_SD * PRIOR_LOG_SD);
  const shared = new Map<string, Float64Array>();
  const share = (key: string, hypothesis: number, value: number): void => {
    let gradient = shared.get(key);
    if (!gradient) {
      gradient = new Float64Array(count);
      shared.set(key, gradient);
    }
    gradient[hypothesis]! += value;
  };
  for (let h = 0; h < count; h++) {
    if (inference.posterior[h]! < NEGLIGIBLE) continue;
    for (const { finding } of inference.observed.used) {
      const { block, node } = model.blockOf.get(finding)!;
      const family = model.familyOf[block]!;
      const states = family < 0 ? [1] : inference.likelihood.families.get(family)!.states[h]!;
      let ownGradient = 0;
      for (let state = 0; state < states.length; state++) {
        if (states[state]! < NEGLIGIBLE) continue;
        const { row, owner } = model.rowOf(h, finding, state);
        const gradient = states[state]! * gradientAt(model, inference, h, block, node, state, row?.weight ?? 1);
        if (row?.kind) share(`k ${row.kind} ${finding}`, h, gradient);
        else if (owner === 'cause') ownGradient += gradient;
        else share(owner === 'condition' ? `c ${family} ${state} ${finding}` : `b ${finding}`, h, gradient);
      }
      own[h]! += ownGradient * ownGradient;
    }
    for (const [family, { states }] of inference.likelihood.families) addStates(model, h, family, states[h]!, own, share);
  }
  return { own, shared: [...shared.values()] };
}

function gradientAt(model: Model, inference: Inference, h: number, block: number, node: number, state: number, weight: number): number {
  const tree = model.blocks[block]!;
  const evidence = inference.observed.blocks.get(block)!;
  const q = Float64Array.from(model.table(h, block, state));
  const at = q[node]!;
  const base = blockLikelihood(tree, q, evidence);
  const step = Math.min(STEP, at / 2, (1 - at) / 2);
  q[node] = at + step;
  const up = blockLikelihood(tree, q, evidence);
  q[node] = at - step;
  const down = blockLikelihood(tree, q, evidence);
  return ((up - down) / (2 * step) / base) * deviation(at, weight);
}

/** P(state | cause): the cause's own shares one by one, base rates together. */
function addStates(
  model: Model,
  h: number,
  family: number,
  posterior: Float64Array,
  own: Float64Array,
  share: (key: string, hypothesis: number, value: number) => void,
): void {
  const prior = model.states[family]![h]!;
  const said = new Set((model.diagnoses[h]?.conditions ?? []).map((each) => model.families[family]!.stateOf.get(each.condition)));
  for (let state = 1; state < posterior.length; state++) {
    const p = prior[state]!;
    if (Math.abs(posterior[state]! - p) < NEGLIGIBLE) continue;
    if (said.has(state)) {
      const slope = posterior[state]! / p - (1 - posterior[state]!) / (1 - p);
      own[h]! += (slope * deviation(p, CONDITION_WEIGHT)) ** 2;
    } else share(`s ${family} ${state}`, h, (posterior[state]! - p) * PRIOR_LOG_SD);
  }
}

/** The sums over all hypotheses that every interval needs. */
interface Sums {
  readonly own: number;
  readonly shared: Float64Array;
}
const sums = new WeakMap<Spread, Sums>();

function sumsOf(inference: Inference, spread: Spread): Sums {
  const known = sums.get(spread);
  if (known) return known;
  const { posterior } = inference;
  let own = 0;
  for (let h = 0; h < posterior.length; h++) own += posterior[h]! * posterior[h]! * spread.own[h]!;
  const shared = Float64Array.from(spread.shared, (gradient) => {
    let sum = 0;
    for (let h = 0; h < gradient.length; h++) sum += posterior[h]! * gradient[h]!;
    return sum;
  });
  const built = { own, shared };
  sums.set(spread, built);
  return built;
}

/**
 * 90 % credible interval of the probability P of a set of hypotheses, on the logit scale. The logit moves by p_h / P with
 * the log likelihood of a member and by -p_h / (1 - P) with that of any other.
 */
export function credibleInterval(inference: Inference, spread: Spread, members: readonly number[]): readonly [number, number] {
  const { posterior } = inference;
  const total = sumsOf(inference, spread);
  let p = 0;
  for (const h of members) p += posterior[h]!;
  const q = 1 - p;
  if (p <= 0 || q <= 0) return [p, p];
  let inside = 0;
  for (const h of members) inside += posterior[h]! * posterior[h]! * spread.own[h]!;
  let variance = inside / (p * p) + Math.max(0, total.own - inside) / (q * q);
  spread.shared.forEach((gradient, place) => {
    let sum = 0;
    for (const h of members) sum += posterior[h]! * gradient[h]!;
    const slope = sum / p - (total.shared[place]! - sum) / q;
    variance += slope * slope;
  });
  const logit = Math.log(p / q);
  const half = Z90 * Math.sqrt(variance);
  const expit = (x: number): number => 1 / (1 + Math.exp(-x));
  return [expit(logit - half), expit(logit + half)];
}
