export * from './bounds.ts';
export * from './compartment.ts';
export * from './cord.ts';
export * from './field.ts';
