export { type Facts, factsOf } from './facts.ts';
export { type SystematicPath, systematicPath } from './path.ts';
