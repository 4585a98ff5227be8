export * from './ct.ts';
export * from './dataset.ts';
export { decimalString } from './encode.ts';
export { encodeDataset, writePart10 } from './part10.ts';
