export type { EdgeInput } from './blur.ts';
export { edgeBlur, effectiveBlur } from './blur.ts';
export type { ContrastPrior } from './fit.ts';
export type { Moments } from './moments.ts';
export { momentsOf } from './moments.ts';
export { agatstonScore, massMg } from './scores.ts';
export type { VolumeEstimate, VolumeInput } from './volume.ts';
export { measureVolume } from './volume.ts';
