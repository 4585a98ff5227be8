export type { Pool } from './cores.ts';
export * from './enhancement.ts';
export * from './pieces.ts';
