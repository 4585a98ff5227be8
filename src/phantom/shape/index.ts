export * from './column.ts';
export * from './combine.ts';
export * from './path.ts';
export * from './shape.ts';
