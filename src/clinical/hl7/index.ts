export * from './hl7.ts';
