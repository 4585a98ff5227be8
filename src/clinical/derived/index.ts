export * from './derived.ts';
export * from './formulas.ts';
