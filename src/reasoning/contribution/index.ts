export { type Contribution, contributions, evidenceFor } from './contribution.ts';
