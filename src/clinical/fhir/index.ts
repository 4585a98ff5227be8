export * from './fhir.ts';
