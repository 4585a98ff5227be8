export * from './merge.ts';
export { sameName } from './patient.ts';
