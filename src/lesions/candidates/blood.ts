import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';

/** Tissue that shines because of contrast medium, whatever the phase; blood vessels only where the phase says so. */
const CONTRAST_CODES: readonly number[] = [TISSUES.oralContrast, TISSUES.urinaryContrast];
const BLOOD_CODES: readonly number[] = [TISSUES.vein, TISSUES.enhancedBlood, TISSUES.artery];

/** What is known of contrast medium in the scan. */
export interface Blood {
  /** 1 per tissue code whose brightness contrast medium explains. */
  readonly contrastCode: Uint8Array;
  /** Was contrast medium given, as far as the image tells? */
  readonly enhanced: boolean;
  /** Does the bolus still run in? Then blood is unmixed, and shines more in veins and chambers than in the arteries. */
  readonly unmixed: boolean;
  /** Median HU of the arteries when enhanced; null otherwise or when none was followed. */
  readonly arteryHu: number | null;
  /** 95th percentile of all enhanced blood, at most half as much again as the arteries, HU; null without any. */
  readonly topHu: number | null;
}

/** Veins and chambers before mixing may shine this much more than the arteries. */
const TOP_OVER_ARTERY = 1.5;
const FIRST_HU = -100;
const BINS = 2000;

export function bloodOf(hu: Int16Array, anatomy: Anatomy): Blood {
  const { contrast } = anatomy.technique;
  const enhanced = contrast.value !== 'none' && contrast.value !== 'unknown' && contrast.value !== 'oral';
  const contrastCode = new Uint8Array(256);
  for (const code of CONTRAST_CODES) contrastCode[code] = 1;
  // Without a great vessel that shines, an even bright pool may as well be a calcified mass.
  if (enhanced) for (const code of BLOOD_CODES) contrastCode[code] = 1;
  const artery = new Uint32Array(BINS);
  const blood = new Uint32Array(BINS);
  const { tissue } = anatomy;
  // Without enhancement the levels are not asked for: the walk over the volume is saved.
  const walked = enhanced ? tissue.length : 0;
  for (let at = 0; at < walked; at++) {
    const code = tissue[at];
    if (code !== TISSUES.artery && code !== TISSUES.enhancedBlood) continue;
    const bin = Math.min(BINS - 1, Math.max(0, hu[at] - FIRST_HU));
    blood[bin]++;
    if (code === TISSUES.artery) artery[bin]++;
  }
  const arteryHu = enhanced ? quantile(artery, 0.5) : null;
  const highest = enhanced ? quantile(blood, 0.95) : null;
  const topHu = arteryHu !== null && highest !== null ? Math.min(highest, TOP_OVER_ARTERY * arteryHu) : highest;
  return { contrastCode, enhanced, unmixed: enhanced && contrast.value === 'arterial', arteryHu, topHu };
}

/** HU below which the share lies; null for an empty histogram. */
function quantile(histogram: Uint32Array, share: number): number | null {
  let total = 0;
  for (let bin = 0; bin < histogram.length; bin++) total += histogram[bin];
  if (total === 0) return null;
  let sum = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    sum += histogram[bin];
    if (sum >= share * total) return FIRST_HU + bin;
  }
  return FIRST_HU + BINS;
}

/** HU that no mixed blood of the scan exceeds: after the first pass none is brighter than the arteries. null without contrast. */
export const brightestBlood = (blood: Blood): number | null => (blood.unmixed ? blood.topHu : (blood.arteryHu ?? blood.topHu));

/** HU up to which contrast medium explains a voxel: mixing varies by a tenth; noise adds four standard deviations. */
export const contrastLimit = (levelHu: number, noiseHu: number): number => 1.1 * levelHu + 4 * noiseHu;
