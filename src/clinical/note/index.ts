export { CONCLUDED, extentOf } from './extent.ts';
export * from './fragment.ts';
export * from './note.ts';
