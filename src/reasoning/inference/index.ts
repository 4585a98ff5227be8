export { defines } from './definition.ts';
export { addFinding, type BlockEvidence, type Observed, observe } from './evidence.ts';
export { type Inference, infer } from './inference.ts';
export { blockLikelihood, familyLikelihood, freeBlock, type Likelihood } from './likelihood.ts';
export { divergence, entropy, normalize } from './posterior.ts';
export { logPrior } from './prior.ts';
