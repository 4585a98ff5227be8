/** Phantom: digital CT patients with known truth, as a demo, as the tests' truth, and as a site's installation check. */
export * from './insert/index.ts';
export { ball, ellipse, type Form, frameAlong, grape } from './lesion/index.ts';
export * from './study/index.ts';
export type { Phantom, TrueLesion } from './types.ts';
