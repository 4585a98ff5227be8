export * from './forms.ts';
export * from './measure.ts';
export * from './place.ts';
export * from './placers/index.ts';
export * from './population.ts';
