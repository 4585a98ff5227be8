export { nextTests } from './nexttest.ts';
