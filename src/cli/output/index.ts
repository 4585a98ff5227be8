export * from './formats.ts';
export * from './output.ts';
