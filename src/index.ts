/**
 * Calcimap: soft-tissue calcification on CT, found, measured, placed, and explained with a ranked differential.
 * Research and education, not a medical device.
 *
 * @example
 * const { files } = await collectFiles(['./study']); // calcimap/host, Node only
 * const { kernels } = await openKernels();
 * const result = await analyze({ files, clinical: [] }, { kernels, knowledge: loadKnowledge() });
 * console.log(result.status, result.analysis?.lesions.length);
 */

/** Units, geometry, issues and the words every room shares. */
export * from './core/index.ts';
/** What medicine knows. */
export { loadKnowledge } from './knowledge/index.ts';
/** The main job, and a case without images. */
export * from './pipeline/index.ts';
/** The views of a result. */
export { type Analysis, AnalysisSchema, renderCsv, renderHtml, renderKeyImages, renderStudyCsv, toJsonText } from './report/index.ts';
