export { safetyGates } from './gate.ts';
