/** NIfTI: volumes and label maps read, and written back. */
export * from './read/index.ts';
export * from './write/index.ts';
