import type { Technique } from '../types.ts';

/** Blood above this is enhanced; unenhanced blood is 35 to 55 HU, clotted up to 80. */
const ENHANCED_BLOOD_HU = 95;
/** Aorta in the arterial phase; in the portal venous phase it has fallen to 120..180 HU (Bae, Radiology 2010;256:32). */
const ARTERIAL_HU = 210;
const PORTAL_HU = 115;
const PLAIN_HU = 70;
/** A pool this large and bright is a heart chamber or a great vessel even when the aorta was not followed. */
const GREAT_POOL_MM3 = 8000;

/** The phase as measured: the aorta when it was followed, else the largest even bright pool, else unknown. */
export function contrastPhase(options: {
  aortaHu: number | null;
  pools: readonly { readonly volumeMm3: number; readonly meanHu: number }[];
}): Technique['contrast'] {
  const { aortaHu } = options;
  if (aortaHu !== null) {
    if (aortaHu >= ARTERIAL_HU) return { value: 'arterial', probability: aortaHu > ARTERIAL_HU + 40 ? 0.95 : 0.75 };
    if (aortaHu >= PORTAL_HU) return { value: 'portal', probability: 0.8 };
    if (aortaHu >= ENHANCED_BLOOD_HU) return { value: 'delayed', probability: 0.7 };
    return { value: 'none', probability: aortaHu < PLAIN_HU ? 0.95 : 0.7 };
  }
  const great = options.pools.find((pool) => pool.volumeMm3 >= GREAT_POOL_MM3);
  if (great === undefined) return { value: 'unknown', probability: 0.5 };
  return great.meanHu >= ARTERIAL_HU ? { value: 'arterial', probability: 0.6 } : { value: 'portal', probability: 0.5 };
}
