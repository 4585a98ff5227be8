import type { DrawnLesion } from '../../render/index.ts';
import type { Site } from '../place.ts';

export interface Wish {
  /** Of the equal-volume ball, mm. */
  readonly diameterMm: number;
  readonly hu: number;
}

export type Placer = (site: Site, wish: Wish) => DrawnLesion | null;

/** A lesion is `punctate` under this size and `nodular` above. */
export const PUNCTATE_MM = 3;

export const spot = (diameterMm: number): 'punctate' | 'nodular' => (diameterMm < PUNCTATE_MM ? 'punctate' : 'nodular');

export const pick = <T>(site: Site, from: readonly T[]): T => from[site.random.integer({ low: 0, high: from.length - 1 })];
