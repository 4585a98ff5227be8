import type { Vector3 } from '../../core/index.ts';

/** Two-sided 95 % of a normal distribution. */
const Z95 = 1.96;

/**
 * How much each cause of error counts. Causes and their form are physical; the factors were fitted to 2 188 lesions of 15 phantoms
 * (maximum likelihood, Student t of 3 degrees so that the worst do not rule, then scaled to 95 %) and checked on other seeds: docs/figures-lesions.md, Intervals.
 */
const FACTOR = {
  /** The misfit's curvature takes noise to be alike everywhere and correlated over three voxels; it is neither. */
  noise: 1.9,
  /** Error of the tissue under the lesion, which is partly chance and cancels. */
  background: 0.3,
  misfit: 2.6,
  slice: 1.05,
} as const;
/** Relative uncertainty of the blur's standard deviation, from the spread between edge and bead estimates of one scanner. */
const BLUR_UNCERTAINTY = 0.05;
/** Part by which voxels at the edge of a large lesion may be misjudged, for the same reason. */
const EDGE_UNCERTAINTY = 0.05;

/** What a volume rests on. */
export interface Evidence {
  /** Standard deviation of ln(volume) from noise alone. */
  readonly noiseLogSd: number;
  readonly volumeMm3: number;
  readonly contrastHu: number;
  /** Root mean square that the shape leaves of the image. */
  readonly residualHu: number;
  /** How much of the shape the blur lets through, 0..1. */
  readonly resolved: number;
  readonly sigmaMm: Vector3;
  /** How wrong the tissue under the lesion may be. */
  readonly backgroundErrorHu: number;
  /** Volume over which the lesion's contrast was looked for. */
  readonly regionMm3: number;
}

export interface Interval {
  /** Holds the true volume in 95 of 100 lesions. */
  readonly intervalMm3: readonly [number, number];
  /** A second scan of the same lesion falls within this part of the volume, 95 of 100 times: noise alone. */
  readonly repeatsWithin: number;
}

/**
 * 95 % interval of a fitted volume. Its causes add as independent: noise; the blur's width; the tissue underneath, whose error counts over
 * the region it is taken off; a shape that is not the lesion's, seen by what it leaves of the image and worse the less of it the blur lets
 * through; and slices blurred otherwise than the plane, along which a thin lesion's shape is a guess.
 */
export function intervalOf(evidence: Evidence): Interval {
  const { volumeMm3, contrastHu, sigmaMm } = evidence;
  const resolved = Math.min(1, Math.max(0.05, evidence.resolved));
  const hidden = 1 - resolved;
  const radius = Math.cbrt((3 * volumeMm3) / (4 * Math.PI));
  const terms = [
    FACTOR.noise * evidence.noiseLogSd,
    BLUR_UNCERTAINTY * blurSensitivity(radius / Math.cbrt(sigmaMm[0] * sigmaMm[1] * sigmaMm[2])),
    (FACTOR.background * evidence.backgroundErrorHu * evidence.regionMm3) / (contrastHu * volumeMm3),
    (FACTOR.misfit * evidence.residualHu * hidden) / (contrastHu * resolved),
    FACTOR.slice * hidden * hidden * (Math.max(...sigmaMm) / Math.min(...sigmaMm) - 1),
  ];
  return within(volumeMm3, { logSd: Math.hypot(...terms), noiseLogSd: evidence.noiseLogSd });
}

/** Of a lesion measured by its core: noise, where the grid falls on the surface, and the blur at the edge. */
export function coreInterval(of: {
  volumeMm3: number;
  voxelMm3: number;
  noiseHu: number;
  contrastHu: number;
  bandVoxels: number;
  coreVoxels: number;
}): Interval {
  const voxels = of.volumeMm3 / of.voxelMm3;
  const perVoxel = of.noiseHu / of.contrastHu;
  const correlated = 3;
  const band = (perVoxel * Math.sqrt(of.bandVoxels * correlated)) / voxels;
  const mean = perVoxel * Math.sqrt(correlated / of.coreVoxels);
  // A quarter voxel per surface voxel, independent.
  const grid = (0.25 * Math.sqrt(of.bandVoxels)) / voxels;
  const noiseLogSd = Math.hypot(band, mean, grid);
  return within(of.volumeMm3, { logSd: Math.hypot(noiseLogSd, (EDGE_UNCERTAINTY * of.bandVoxels) / voxels), noiseLogSd });
}

function within(volumeMm3: number, { logSd, noiseLogSd }: { logSd: number; noiseLogSd: number }): Interval {
  const factor = Math.exp(Z95 * logSd);
  return { intervalMm3: [volumeMm3 / factor, volumeMm3 * factor], repeatsWithin: Math.expm1(Z95 * noiseLogSd) };
}

/** Change of ln(volume) with ln(blur) for a sphere of the given radius in blur units: from V = I / (contrast at the centre). */
function blurSensitivity(u: number): number {
  const gauss = Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * u * u);
  const centre = erf(u / Math.SQRT2) - u * gauss;
  const slope = centre > 0 ? (u * u * u * gauss) / centre : 3;
  return (3 * slope) / Math.max(0.3, 3 - slope);
}

/** Abramowitz and Stegun 7.1.26. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}
