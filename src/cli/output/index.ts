export * from './formats.ts';
export * from './output.ts';
export * from './without-patient.ts';
