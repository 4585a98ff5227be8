export * from './compartment.ts';
export * from './tube.ts';
