export { findTerm } from './names.ts';
export { editDistance, normalizeName } from './normalize.ts';
