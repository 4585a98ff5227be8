export * from './ball.ts';
export * from './morphology.ts';
