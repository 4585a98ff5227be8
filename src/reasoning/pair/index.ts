export { combinations, either } from './pair.ts';
