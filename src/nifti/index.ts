/** NIfTI: volumes and label maps read, and written back. */
export * from './write/index.ts';
