/** Report: the one result model and its views. */
export * from './analysis/index.ts';
export * from './csv/index.ts';
export * from './deidentify/index.ts';
export * from './dicom-objects/index.ts';
export * from './html/index.ts';
export * from './keyimage/index.ts';
export * from './segmentation/index.ts';
export * from './structured-report/index.ts';
export { type ObjectKind, type ObjectUids, objectUids } from './uid/index.ts';
export * from './wording/index.ts';
