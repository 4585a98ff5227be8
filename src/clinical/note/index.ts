export * from './fragment.ts';
export * from './note.ts';
