/** What medicine knows: the vocabulary, laboratory tests, conditions, causes and every probability with its source. */
export * from './hierarchy/index.ts';
export * from './load/index.ts';
export * from './names/index.ts';
export type * from './types.ts';
