/** Report: the one result model and its views. */
export * from './analysis/index.ts';
