import type { Phantom } from '../types.ts';
import { BENCH_PLANS } from './bench.ts';
import { CIRCUMSCRIPTA } from './circumscripta.ts';
import { makeFromPlan, type PhantomOptions } from './make.ts';
import type { Plan } from './plan.ts';
import { TUMORAL } from './tumoral.ts';
import { UNIVERSALIS } from './universalis.ts';
import { VASCULAR } from './vascular.ts';

export * from './files.ts';
export type { PhantomOptions } from './make.ts';

const PATTERN_PLANS = {
  circumscripta: CIRCUMSCRIPTA,
  universalis: UNIVERSALIS,
  tumoral: TUMORAL,
  vascular: VASCULAR,
} as const satisfies Record<string, Plan>;
const PLANS = { ...PATTERN_PLANS, ...BENCH_PLANS };

export type PhantomName = keyof typeof PLANS;

/** One patient per pattern: the demo, and a site's installation check. */
export const PHANTOM_NAMES = Object.keys(PATTERN_PLANS) as readonly PhantomName[];

/** Larger, with some 200 lesions of 1 to 34 mm in every compartment: what the accuracy bench measures on. */
export const BENCH_PHANTOM_NAMES = Object.keys(BENCH_PLANS) as readonly PhantomName[];

/** A digital CT phantom with its truth. Deterministic: the same name and options give the same bytes. */
export const makePhantom = (name: PhantomName, options: PhantomOptions): Phantom => makeFromPlan(PLANS[name], options);
