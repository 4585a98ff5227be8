/** Clinical: history and laboratory results from whatever they are in, as facts that reasoning can use. */
export { parseAge } from './age/index.ts';
export { BELIEF, normalizeFindings } from './belief/index.ts';
export type { ClinicalInput } from './guard/index.ts';
export { matchIdentity } from './identity/index.ts';
export { intervalFor } from './labs/index.ts';
export { type NoteReading, readNote } from './note/index.ts';
export { type ReadOptions, readClinical } from './read/index.ts';
export type * from './types.ts';
