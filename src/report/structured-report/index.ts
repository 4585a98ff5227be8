export { container, image, text } from './content.ts';
export { languageItem, observerItems, type Reader } from './context.ts';
export { MEASURES } from './measures.ts';
export { measuresOf, readStructuredReport, type StatedLesion, type StatedMeasure, type StatedReport } from './read.ts';
export * from './structured-report.ts';
