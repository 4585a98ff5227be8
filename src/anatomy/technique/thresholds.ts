/** Candidate thresholds from noise and tissue. */
export interface Thresholds {
  readonly candidateHu: number;
  readonly seedHu: number;
}

/** Reporting threshold of calcium scoring (Agatston et al., J Am Coll Cardiol 1990;15:827). */
const REPORTING_HU = 130;
/**
 * Standard deviations above muscle. A 512x512x512 body holds about 5e7 voxels; at 4 sigma some 1600 exceed by chance
 * alone, nearly all single; a seed at 5.5 sigma is expected in one voxel of a whole scan.
 */
const CANDIDATE_SIGMAS = 4;
const SEED_SIGMAS = 5.5;
const SEED_ABOVE_CANDIDATE_SIGMAS = 1.5;

/** The higher of the reporting threshold and tissue mean + k sigma; a seed above it starts a candidate (hysteresis). */
export function candidateThresholds(options: { muscleHu: number; noiseHu: number }): Thresholds {
  const candidate = Math.max(REPORTING_HU, options.muscleHu + CANDIDATE_SIGMAS * options.noiseHu);
  const seed = Math.max(candidate + SEED_ABOVE_CANDIDATE_SIGMAS * options.noiseHu, options.muscleHu + SEED_SIGMAS * options.noiseHu);
  return { candidateHu: Math.round(candidate), seedHu: Math.round(seed) };
}
