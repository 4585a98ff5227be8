export { bumps } from './bump.ts';
export * from './lumen.ts';
export { proudDeposits } from './proud.ts';
export * from './zone.ts';
