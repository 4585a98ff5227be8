import type { Phantom } from '../types.ts';
import { CIRCUMSCRIPTA } from './circumscripta.ts';
import { makeFromPlan, type PhantomOptions } from './make.ts';
import type { Plan } from './plan.ts';
import { TUMORAL } from './tumoral.ts';
import { UNIVERSALIS } from './universalis.ts';
import { VASCULAR } from './vascular.ts';

export * from './files.ts';
export type { PhantomOptions } from './make.ts';

const PLANS = { circumscripta: CIRCUMSCRIPTA, universalis: UNIVERSALIS, tumoral: TUMORAL, vascular: VASCULAR } as const satisfies Record<
  string,
  Plan
>;

export type PhantomName = keyof typeof PLANS;

/** In the order of the patterns; the bench adds its own below them. */
export const PHANTOM_NAMES = Object.keys(PLANS) as readonly PhantomName[];

/** A digital CT phantom with its truth. Deterministic: the same name and options give the same bytes. */
export const makePhantom = (name: PhantomName, options: PhantomOptions): Phantom => makeFromPlan(PLANS[name], options);
