export * from './lumen.ts';
export * from './zone.ts';
