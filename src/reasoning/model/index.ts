export { LEAST, marginalsOf } from './marginal.ts';
export * from './model.ts';
export type { Block, Group } from './tree.ts';
