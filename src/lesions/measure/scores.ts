import type { Patch } from '../patch/index.ts';

/**
 * Hydroxyapatite per HU, mg/cm3/HU, of calibrated calcium scoring at 120 kVp (about 0.75..0.85 across scanners:
 * McCollough et al., Radiology 2007;243:527). Without a calibration phantom in the scan the mass is an estimate.
 */
const MG_PER_CM3_PER_HU_120 = 0.8;
/**
 * Contrast of calcium against 120 kVp, from the mass attenuation of hydroxyapatite and water (NIST XCOM) at usual
 * effective energies; rounded.
 */
const CONTRAST_AGAINST_120: readonly (readonly [kvp: number, factor: number])[] = [
  [70, 1.72],
  [80, 1.46],
  [90, 1.3],
  [100, 1.18],
  [110, 1.08],
  [120, 1],
  [130, 0.94],
  [140, 0.89],
  [150, 0.85],
];

/** mg of hydroxyapatite: the contrast over the background, summed, times the calibration of the tube voltage. */
export function massMg(options: { volumeMm3: number; contrastHu: number; kvp: number | null }): number {
  const perHu = MG_PER_CM3_PER_HU_120 / contrastFactor(options.kvp ?? 120);
  return (options.volumeMm3 / 1000) * options.contrastHu * perHu;
}

function contrastFactor(kvp: number): number {
  const table = CONTRAST_AGAINST_120;
  if (kvp <= table[0][0]) return table[0][1];
  for (let n = 1; n < table.length; n++) {
    const [high, atHigh] = table[n];
    const [low, atLow] = table[n - 1];
    if (kvp <= high) return atLow + ((atHigh - atLow) * (kvp - low)) / (high - low);
  }
  return table[table.length - 1][1];
}

/** Agatston et al., J Am Coll Cardiol 1990;15:827: HU of the slice's brightest voxel to weight. */
const AGATSTON_HU = 130;
const AGATSTON_LEAST_MM2 = 1;
const AGATSTON_SLICE_MM = 3;

/**
 * Agatston-style score: per axial slice the area at or above 130 HU (at least 1 mm2) times the weight of its peak,
 * scaled from this scan's slice distance to 3 mm. Not the cardiac score: no gating, any tube voltage.
 */
export function agatstonScore(values: Float32Array, options: { patch: Patch; object: Uint8Array }): number {
  const { patch, object } = options;
  const slice = patch.size[0] * patch.size[1];
  const pixelMm2 = patch.spacingMm[0] * patch.spacingMm[1];
  let score = 0;
  for (let k = 0; k < patch.size[2]; k++) {
    let pixels = 0;
    let peak = 0;
    for (let at = k * slice; at < (k + 1) * slice; at++) {
      if (object[at] === 0 || values[at] < AGATSTON_HU) continue;
      pixels++;
      if (values[at] > peak) peak = values[at];
    }
    if (pixels * pixelMm2 < AGATSTON_LEAST_MM2) continue;
    score += pixels * pixelMm2 * Math.min(4, Math.floor(peak / 100));
  }
  return (score * patch.spacingMm[2]) / AGATSTON_SLICE_MM;
}
