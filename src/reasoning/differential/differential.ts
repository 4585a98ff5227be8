import { MECHANISMS, type Mechanism } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { type Contribution, contributions, evidenceFor } from '../contribution/index.ts';
import { counterfactuals } from '../counterfactual/index.ts';
import { safetyGates } from '../gate/index.ts';
import { divergence, type Inference, infer } from '../inference/index.ts';
import { credibleInterval, type Spread, spreadOf } from '../interval/index.ts';
import { type Model, membersOf, modelOf, NONE } from '../model/index.ts';
import { nextTests } from '../nexttest/index.ts';
import { combinations } from '../pair/index.ts';
import { type SystematicPath, systematicPath } from '../path/index.ts';
import type { Differential, Question, RankedDiagnosis } from '../types.ts';

/** Evidence is laid out for this many causes from the top: the rest are listed with their probability. */
const EXPLAINED = 12;
/** Less than this learned from the facts, in bits, and nothing likelier than even: not enough to rank. */
const LEAST_LEARNED_BITS = 1;
const LIKELY = 0.5;
/** Nothing above this: the list has no head. */
const LEAST_TOP = 0.1;
/** The path and the ranking disagree when the ranking gives the path's class less than this. */
const DISAGREE = 0.2;

/**
 * The ranked causes of one calcification: exact posterior over every cause and "none of these", with 90 % credible
 * intervals, the evidence for and against, the systematic path beside it, what to ask next and what must not be missed.
 * Deterministic; the order of the findings does not matter; what is unknown (not listed, or 0.5) moves nothing.
 */
export function differential(knowledge: Knowledge, question: Question): Differential {
  const model = modelOf(knowledge);
  const inference = infer(model, question);
  const spread = spreadOf(model, inference);
  const all = contributions(model, question, inference);
  const ranked = rank(model, inference, all, spread);
  const mechanism = mechanisms(model, inference, spread);
  const path = systematicPath(knowledge, question);
  return {
    verdict: enough(inference, ranked[0]?.probability ?? 0) ? 'ranked' : 'not-enough-information',
    findings: question.findings,
    mechanism,
    differential: ranked,
    systematicPath: path.steps,
    disagreement: disagreement(path, mechanism, ranked),
    nextTests: nextTests(model, inference),
    safetyGates: safetyGates(knowledge, question),
    unexplained: inference.observed.unexplained,
    counterfactuals: counterfactuals(model, inference, all),
    combinations: combinations(model, inference),
  };
}

const mechanismOf = (model: Model, hypothesis: number): Mechanism => model.diagnoses[hypothesis]?.mechanism ?? 'other';

function rank(model: Model, inference: Inference, all: readonly Contribution[], spread: Spread): RankedDiagnosis[] {
  const { posterior } = inference;
  const causes = [...membersOf(model)].map(([diagnosis, members]) => ({
    diagnosis,
    members,
    probability: members.reduce((sum, h) => sum + posterior[h]!, 0),
  }));
  causes.sort((a, b) => b.probability - a.probability || (a.diagnosis < b.diagnosis ? -1 : 1));
  return causes.map(({ diagnosis, members, probability }, place) => ({
    diagnosis,
    label: model.diagnoses[members[0]!]?.label ?? 'None of these causes',
    mechanism: mechanismOf(model, members[0]!),
    probability,
    interval: credibleInterval(inference, spread, members),
    evidence: place < EXPLAINED ? evidenceFor(model, inference, all, { members, rivals: causes[place === 0 ? 1 : 0]!.members }) : [],
  }));
}

function mechanisms(model: Model, inference: Inference, spread: Spread): Differential['mechanism'] {
  return MECHANISMS.map((mechanism) => {
    const members = [...inference.posterior.keys()].filter((h) => mechanismOf(model, h) === mechanism);
    const probability = members.reduce((sum, h) => sum + inference.posterior[h]!, 0);
    return { mechanism, probability: Math.min(1, probability), interval: credibleInterval(inference, spread, members) };
  }).sort((a, b) => b.probability - a.probability || MECHANISMS.indexOf(a.mechanism) - MECHANISMS.indexOf(b.mechanism));
}

function enough(inference: Inference, top: number): boolean {
  if (inference.observed.used.length + inference.observed.conditions.length === 0) return false;
  return top >= LEAST_TOP && (top >= LIKELY || divergence(inference.posterior, inference.prior) >= LEAST_LEARNED_BITS);
}

function disagreement(path: SystematicPath, mechanism: Differential['mechanism'], ranked: readonly RankedDiagnosis[]): string | null {
  const first = ranked[0];
  if (path.mechanism === null || !first || first.diagnosis === NONE) return null;
  const given = mechanism.find((each) => each.mechanism === path.mechanism)?.probability ?? 0;
  if (given >= DISAGREE) return null;
  return `The systematic path ends at ${path.mechanism}; the ranking gives that class ${(given * 100).toFixed(given < 0.01 ? 1 : 0)} % and puts ${first.label} (${first.mechanism}) first.`;
}
