export * from './compartment.ts';
export { type Course, courseOf } from './course.ts';
export * from './tube.ts';
