export { fillFromKnown } from './background.ts';
export type { Tissue, TissueInput } from './tissue.ts';
export { tissueUnder } from './tissue.ts';
