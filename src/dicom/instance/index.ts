export * from './instance.ts';
export { loadHeader } from './load.ts';
export { instanceOf } from './read.ts';
