export { findTerm } from './names.ts';
