export * from './code.ts';
export * from './findings.ts';
export * from './places.ts';
