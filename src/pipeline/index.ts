/** Pipeline: the main job over all rooms. Runs unchanged in Node and in a page. */
export * from './analyze/index.ts';
export * from './answer/index.ts';
export * from './external/index.ts';
export * from './question/index.ts';
export * from './recompute/index.ts';
export * from './settings/index.ts';
