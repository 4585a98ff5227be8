export type { Dataset, Element, Encoding } from './element.ts';
export * from './file.ts';
export * from './read.ts';
export type { Stop } from './walk.ts';
