export { nodeDigest, openDigester } from './node.ts';
