export * from './answer.ts';
export * from './pattern.ts';
