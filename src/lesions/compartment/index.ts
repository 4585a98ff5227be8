export * from './compartment.ts';
