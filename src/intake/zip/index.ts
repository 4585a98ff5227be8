export { openZip } from './open.ts';
