/** DICOM: bytes to instances, series and volumes, and DICOM objects written back. */
export * from './dictionary/index.ts';
export * from './write/index.ts';
