export * from './instance.ts';
export { FIRST_READ_BYTES, loadHeader } from './load.ts';
export { instanceOf } from './read.ts';
