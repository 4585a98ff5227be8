/** The ranked differential: exact inference over conditions, causes and findings, explained. */
export { differential } from './differential/index.ts';
export { type ExplainedRow, type Explanation, explain } from './explain/index.ts';
export { type SystematicPath, systematicPath } from './path/index.ts';
export type * from './types.ts';
