export { type BuildOptions, type BuiltVolume, buildVolume } from './build.ts';
export { hashVolume, type SliceDigest } from './hash.ts';
export { planVolume, type VolumePlan } from './plan.ts';
