export { deidentifierOf, deidentify } from './analysis.ts';
export { DATES_MODIFIED, METHOD, METHOD_CODES, type MethodCode } from './method.ts';
export { type Deidentifier, deidentifier } from './pseudonym.ts';
export { deidentifySource } from './source.ts';
