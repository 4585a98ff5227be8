/** Fixed point: weights are in 1/32768 and sum to exactly one. */
export const WEIGHT_ONE = 32768;
export const WEIGHT_SHIFT = 15;
/** The Gaussian is cut here. */
const CUT_SIGMAS = 3;

/**
 * Sampled Gaussian: weight of the centre, then of 1, 2, ... voxels away. Truncated at 3 sigma. A single weight when
 * sigma is below a third of the spacing: there is nothing to smooth on that axis.
 */
export function gaussianWeights(options: { sigmaMm: number; spacingMm: number }): Int32Array {
  const sigma = options.sigmaMm / options.spacingMm;
  if (!(sigma >= 0 && sigma < Infinity))
    throw new RangeError(`a Gaussian of ${options.sigmaMm} mm on ${options.spacingMm} mm voxels cannot be built`);
  const radius = Math.floor(CUT_SIGMAS * sigma + 1e-9);
  const raw = Float64Array.from({ length: radius + 1 }, (_, away) => (radius === 0 ? 1 : Math.exp(-0.5 * (away / sigma) ** 2)));
  let sum = raw[0];
  for (let away = 1; away <= radius; away++) sum += 2 * raw[away];
  const weights = Int32Array.from(raw, (value) => Math.round((WEIGHT_ONE * value) / sum));
  let rest = 0;
  for (let away = 1; away <= radius; away++) rest += 2 * weights[away];
  weights[0] = WEIGHT_ONE - rest;
  return weights;
}

/** Index mirrored at the outer face of the edge voxel (d c b a | a b c d | d c b a), for any distance. */
export function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const within = ((index % period) + period) % period;
  return within < length ? within : period - 1 - within;
}
