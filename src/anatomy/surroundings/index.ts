export * from './surroundings.ts';
