/** Lesions: candidates, told from bone, contrast and metal; measured, described, grouped, with their pattern; edited. */
export * from './edit/index.ts';
export { type FindOptions, findLesions } from './find/index.ts';
export * from './types.ts';
