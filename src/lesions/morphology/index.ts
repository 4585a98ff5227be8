export * from './level.ts';
export * from './morphology.ts';
export * from './pocket.ts';
export * from './shape.ts';
export * from './soft.ts';
