export { readPhrases } from './phrase.ts';
