/** Intake: a pile of files to one volume, whatever they are; radiographs; and masks made elsewhere. */
export * from './labels/index.ts';
export * from './radiograph/index.ts';
export * from './read/index.ts';
