export * from './uid.ts';
