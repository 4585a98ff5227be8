export { compiledKnowledge, loadKnowledge } from './load.ts';
export { type RawKnowledge, readKnowledge } from './read.ts';
