/** Intake: a pile of files to one volume, whatever they are. */
export * from './read/index.ts';
