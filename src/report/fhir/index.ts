export { fhirBundle, renderFhir } from './bundle.ts';
