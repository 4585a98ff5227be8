export * from './grade.ts';
export * from './labs.ts';
export * from './value.ts';
