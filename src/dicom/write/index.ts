export * from './ct.ts';
export * from './dataset.ts';
export { decimalString, legalText } from './encode.ts';
export { studyAttributes } from './header.ts';
export { encodeDataset, writePart10 } from './part10.ts';
