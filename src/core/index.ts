/** Core: units, patient-space geometry, issues, and the words every room shares. Imports no other room. */
export * from './crc/index.ts';
export * from './finding/index.ts';
export * from './geometry/index.ts';
export * from './inflate/index.ts';
export * from './issue/index.ts';
export * from './labels/index.ts';
export * from './order/index.ts';
export * from './progress/index.ts';
export * from './radiograph/index.ts';
export * from './random/index.ts';
export * from './source/index.ts';
export * from './uid/index.ts';
export * from './units/index.ts';
export * from './version/index.ts';
export * from './volume/index.ts';
