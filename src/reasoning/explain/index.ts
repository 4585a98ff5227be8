export { type ExplainedRow, type Explanation, explain } from './explain.ts';
