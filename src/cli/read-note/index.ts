export * from './read-note.ts';
