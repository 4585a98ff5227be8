/** Report: the one result model and its views. */
export * from './analysis/index.ts';
export * from './csv/index.ts';
export * from './deidentify/index.ts';
export * from './dicom-objects/index.ts';
export * from './fhir/index.ts';
export * from './html/index.ts';
export * from './key-objects/index.ts';
export * from './keyimage/index.ts';
export * from './pdf/index.ts';
export * from './secondary-capture/index.ts';
export * from './segmentation/index.ts';
export {
  COMPREHENSIVE_SR_STORAGE,
  measuresOf,
  type Reader,
  readStructuredReport,
  type StatedLesion,
  type StatedReport,
  type StructuredReportInput,
  writeStructuredReport,
} from './structured-report/index.ts';
export { type ObjectKind, type ObjectUids, objectUids } from './uid/index.ts';
export * from './wording/index.ts';
