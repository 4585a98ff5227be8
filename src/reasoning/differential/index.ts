export { differential } from './differential.ts';
