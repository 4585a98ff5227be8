import type { Model } from '../model/index.ts';
import type { Question } from '../types.ts';
import { type Observed, observe } from './evidence.ts';
import { type Likelihood, likelihoods } from './likelihood.ts';
import { normalize } from './posterior.ts';
import { logPrior } from './prior.ts';

/** Everything one question gives rise to; the other nouns of this room read from it. */
export interface Inference {
  readonly observed: Observed;
  readonly likelihood: Likelihood;
  /** Log prior with age and sex. */
  readonly logPrior: Float64Array;
  /** P(hypothesis | setting, age, sex) and P(hypothesis | everything). */
  readonly prior: Float64Array;
  readonly posterior: Float64Array;
}

export function infer(model: Model, question: Question): Inference {
  const observed = observe(model, question);
  const likelihood = likelihoods(model, observed);
  const before = logPrior(model, question);
  const after = Float64Array.from(before, (each, h) => each + likelihood.total[h]!);
  return { observed, likelihood, logPrior: before, prior: normalize(before), posterior: normalize(after) };
}
