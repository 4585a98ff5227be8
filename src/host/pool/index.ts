export { openPool } from './node.ts';
