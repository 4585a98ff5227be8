export * from './compartments.ts';
export * from './forms.ts';
export * from './measure.ts';
export * from './place.ts';
export * from './population.ts';
