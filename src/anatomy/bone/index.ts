export * from './bone.ts';
export type { PartMeasures } from './parts.ts';
