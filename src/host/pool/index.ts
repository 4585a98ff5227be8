export { pooledDecoding } from './decoder.ts';
export { openPool } from './node.ts';
