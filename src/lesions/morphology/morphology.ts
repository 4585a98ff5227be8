import type { Distribution, Morphology } from '../../core/index.ts';
import type { LevelMeasures } from './level.ts';
import type { ShapeMeasures } from './shape.ts';
import { falls, normalise, rises } from './soft.ts';

/** A punctate deposit is under 3 mm across. */
const PUNCTATE_MM = 3;
/** Walls up to this thick make a shell (eggshell nodes: at most 2 mm, algorithm 1h). */
const SHELL_MM = 2.6;
/** HU of fluid above settled calcium. */
const FLUID_HU = { low: -20, high: 90 };

/**
 * How well each form's description fits the numbers. Each factor is a soft step with its turning point printed here;
 * the forms compete and the probabilities sum to 1.
 */
export function nameMorphology(
  shape: ShapeMeasures,
  context: { level: LevelMeasures | null; voxelMm: number; inArtery: number },
): Distribution<Morphology> {
  const { equivalentDiameterMm: d, elongation, flatness, convexity, hollow2d, hollow3d, coreToRim, lengthMm, widthMm, wallMm } = shape;
  const big = rises(d, PUNCTATE_MM, 0.25);
  // Fewer than some four voxels across tell nothing of an inside.
  const seenInside = rises(d / context.voxelMm, 5, 1);
  const hollow = seenInside * rises(Math.max(hollow2d, hollow3d), 0.12, 0.04);
  const long = rises(elongation, 2.2, 0.3);
  const thin = rises(Math.max(flatness, widthMm / Math.max(0.1, 2.4 * wallMm)), 2.4, 0.3);
  const compact = falls(elongation, 2.2, 0.3) * falls(flatness, 2.6, 0.3);
  const tube = rises(elongation, 2, 0.3) * falls(shape.axisShare, 0.18, 0.05);
  const level = levelScore(context.level);
  const broken = falls(convexity, 0.9, 0.03);
  const scores: Partial<Record<Morphology, number>> = {
    punctate: (1 - big) * (falls(elongation, 3, 0.5) + 0.02),
    nodular: big * compact * (1 - hollow) * falls(broken, 0.5, 0.15) * (1 - level) + 0.02,
    linear: big * long * falls(flatness, 3.2, 0.5) * (1 - 0.8 * hollow * rises(hollow3d, 0.1, 0.03)) * rises(convexity, 0.55, 0.08),
    sheet: big * thin * falls(elongation, 3.6, 0.5) * (1 - 0.7 * hollow) * rises(lengthMm, 4, 0.7),
    lobulated: rises(d, 7, 0.8) * compact * broken * rises(convexity, 0.62, 0.06) * (1 - hollow) * (1 - level),
    reticular: rises(lengthMm, 12, 2) * falls(convexity, 0.5, 0.07) * falls(wallMm / d, 0.14, 0.02) * falls(flatness, 4, 0.6),
    'cloud-like': rises(d, 8, 1.5) * rises(shape.edgeSoftness, 1.7, 0.15) * rises(shape.unevenness, 0.22, 0.04) * (1 - hollow),
    'fluid-level': level * rises(d, 4, 0.6),
    ring:
      hollow * falls(lengthMm, 9, 1) * falls(elongation, 2.2, 0.3) +
      0.5 * hollow * falls(hollow3d, 0.08, 0.03) * falls(elongation, 2.2, 0.3),
    eggshell: hollow * rises(hollow3d, 0.1, 0.03) * rises(lengthMm, 8.5, 0.8) * falls(wallMm, SHELL_MM, 0.3) * falls(elongation, 2.2, 0.3),
    zonal: seenInside * rises(d, 9, 1) * falls(coreToRim, 0.72, 0.05) * (1 - rises(hollow3d, 0.45, 0.08)) * rises(wallMm, 2, 0.4) * compact,
    'tram-track': tube * rises(lengthMm, 8, 1.5) * Math.max(context.inArtery, hollow) * falls(flatness, 3, 0.4),
    'ring-and-arc':
      0.6 * rises(d, 10, 1.5) * hollow * falls(convexity, 0.62, 0.05) * falls(hollow3d, 0.2, 0.05) * falls(elongation, 2.2, 0.3),
  };
  return normalise(scores);
}

function levelScore(level: LevelMeasures | null): number {
  if (level === null) return 0;
  const fluid = rises(level.aboveHu, FLUID_HU.low, 8) * falls(level.aboveHu, FLUID_HU.high, 15);
  const flat = rises(level.flatShare, 0.72, 0.06);
  const roundBelow = rises(level.belowMm / Math.max(0.2, level.roughnessMm), 1.7, 0.25);
  return rises(level.columns, 30, 8) * fluid * flat * roundBelow;
}
