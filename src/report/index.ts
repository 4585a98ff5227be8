/** Report: the one result model and its views. */
export * from './analysis/index.ts';
export * from './csv/index.ts';
export * from './deidentify/index.ts';
export * from './html/index.ts';
export * from './keyimage/index.ts';
export * from './wording/index.ts';
