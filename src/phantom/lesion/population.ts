import type { Compartment } from '../../core/index.ts';
import type { DrawnLesion } from '../render/index.ts';
import type { Site } from './place.ts';
import { PLACERS, touchingBone, touchingVessel, type Wish } from './placers/index.ts';

/** Equal-volume diameters (mm) and how many of each: many small ones, as in patients, down to what no scan shows. */
const SIZES: readonly (readonly [diameterMm: number, count: number])[] = [
  [34, 1],
  [24, 2],
  [16, 4],
  [11, 9],
  [8.5, 13],
  [7, 16],
  [5.5, 22],
  [4.5, 26],
  [3.6, 30],
  [3, 30],
  [2.5, 28],
  [2, 26],
  [1.5, 16],
  [1, 10],
];

export type Kind = Compartment | 'touches-bone' | 'touches-vessel';

/** Diameters that a compartment holds. */
const FITS: Readonly<Partial<Record<Kind, readonly [number, number]>>> = {
  skin: [1, 6],
  fascia: [1.5, 12],
  tendon: [1.5, 5.6],
  articular: [1, 5],
  periarticular: [1.5, 26],
  artery: [2, 9],
  vein: [1.5, 6.5],
  'lymph-node': [1.5, 6],
  viscera: [1.5, 17],
  cartilage: [1.5, 5],
  'touches-bone': [2, 12],
  'touches-vessel': [2, 9],
};

const place = (site: Site, kind: Kind, wish: Wish): DrawnLesion | null => {
  if (kind === 'touches-bone') return touchingBone(site, wish);
  if (kind === 'touches-vessel') return touchingVessel(site, wish);
  return PLACERS[kind]?.(site, wish) ?? null;
};

/** HU of the pure mineral: small foci are denser, or nothing of them would be left after the blur. */
const mineralHu = (site: Site, diameterMm: number): number => Math.round((diameterMm < 4 ? 550 : 320) + 750 * site.random.next());

/**
 * About 230 lesions from 1 to 34 mm, the largest first. `weights` says how often each compartment is tried; a lesion that
 * finds no room in three compartments is left out and counted.
 */
export function populate(site: Site, weights: Readonly<Partial<Record<Kind, number>>>): { lesions: DrawnLesion[]; unplaced: number } {
  const kinds = Object.entries(weights) as [Kind, number][];
  const lesions: DrawnLesion[] = [];
  const full = new Map<Kind, number>();
  let unplaced = 0;
  for (const [diameterMm, count] of SIZES)
    for (let n = 0; n < count; n++) {
      const wish = { diameterMm: diameterMm * (0.92 + 0.16 * site.random.next()), hu: mineralHu(site, diameterMm) };
      let made: DrawnLesion | null = null;
      for (let turn = 0; turn < 3 && !made; turn++) {
        // A kind that failed four times at about this size is full; its turns go to the others.
        const open = kinds.filter(([kind]) => {
          const fit = FITS[kind];
          return (!fit || (wish.diameterMm >= fit[0] * 0.9 && wish.diameterMm <= fit[1])) && (full.get(kind) ?? 0) < 4;
        });
        const total = open.reduce((sum, [, weight]) => sum + weight, 0);
        let left = site.random.next() * total;
        const chosen = open.find(([, weight]) => {
          left -= weight;
          return left <= 0;
        });
        if (!chosen) break;
        made = place(site, chosen[0], wish);
        if (!made) full.set(chosen[0], (full.get(chosen[0]) ?? 0) + 1);
      }
      if (made) lesions.push(made);
      else unplaced++;
      if (n === count - 1) full.clear();
    }
  return { lesions, unplaced };
}
