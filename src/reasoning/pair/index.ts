export { combinations } from './pair.ts';
