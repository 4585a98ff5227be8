export * from './insert.ts';
