export * from './enhancement.ts';
